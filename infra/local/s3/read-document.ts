import { AwsServiceError } from '../aws-service-error.ts';
import { expectedBody } from './expected-body.ts';
import { readXml } from './read-xml.ts';
import { receiveBody } from './receive-body.ts';
import { requestBytes } from './request-bytes.ts';
import type { S3Call } from './s3-call.ts';
import type { XmlElement } from './xml-element.ts';

/** Room for 10,000 parts or 1,000 keys of 1,024 escaped bytes. */
const MAXIMUM_DOCUMENT_BYTES = 8 * 1024 ** 2;

/**
 * Reads and verifies the XML body of a call and checks its root element.
 * @throws {AwsServiceError} MalformedXML, and whatever receiveBody throws.
 */
export async function readDocument(call: S3Call, root: string): Promise<XmlElement> {
  const expected = expectedBody(call.headers, call.signature);
  if ((expected.bytes ?? 0) > MAXIMUM_DOCUMENT_BYTES) {
    throw new AwsServiceError('MaxMessageLengthExceeded', 'Your request was too big.');
  }
  const pieces: Uint8Array[] = [];
  await receiveBody(requestBytes(call.request), expected, (bytes) => {
    pieces.push(bytes);
    return undefined;
  });
  const document = readXml(Buffer.concat(pieces).toString('utf8'));
  if (document.name !== root) {
    throw new AwsServiceError('MalformedXML', `The root element must be ${root}, not ${document.name}.`);
  }
  return document;
}
