import * as z from 'zod';
import { AwsServiceError } from '../../aws-service-error.ts';
import { readDocument } from '../read-document.ts';
import { requireKey } from '../require-key.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import { writeXml, type XmlContent } from '../write-xml.ts';
import { xmlRecord } from '../xml-record.ts';
import { removeObject } from './delete-object.ts';

const MAXIMUM_KEYS = 1000;

const deleteDocument = z.object({
  Quiet: z.enum(['true', 'false']).optional(),
  Object: z
    .array(
      z.object({
        Key: z.string().min(1),
        VersionId: z.literal(['', 'null']).optional(),
        ETag: z.string().optional(),
      }),
    )
    .min(1)
    .max(MAXIMUM_KEYS),
});

function removeOne(
  context: S3Context,
  call: S3Call,
  item: z.infer<typeof deleteDocument>['Object'][number],
): AwsServiceError | undefined {
  const conditions = new Map(item.ETag === undefined ? [] : [['if-match', item.ETag] as const]);
  try {
    removeObject(context, call, requireKey(item.Key), conditions);
    return undefined;
  } catch (error) {
    if (error instanceof AwsServiceError) return error;
    throw error;
  }
}

/** DeleteObjects: up to 1,000 keys, each allowed or refused for itself. */
export async function deleteObjects(context: S3Context, call: S3Call): Promise<S3Answer> {
  const stated = ['content-md5', 'x-amz-trailer', 'x-amz-sdk-checksum-algorithm'];
  const verifiable = [...call.headers.keys()].some(
    (name) => stated.includes(name) || name.startsWith('x-amz-checksum-'),
  );
  if (!verifiable) {
    const message = 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*';
    throw new AwsServiceError('InvalidRequest', message);
  }
  const parsed = deleteDocument.safeParse(xmlRecord(await readDocument(call, 'Delete'), ['Object']));
  if (!parsed.success) throw new AwsServiceError('MalformedXML', 'The Delete document is not valid.');
  const deleted: XmlContent[] = [];
  const errors: XmlContent[] = [];
  for (const item of parsed.data.Object) {
    const error = removeOne(context, call, item);
    if (error === undefined) deleted.push({ Key: item.Key });
    else errors.push({ Key: item.Key, Code: error.code, Message: error.message });
  }
  const quiet = parsed.data.Quiet === 'true';
  return { status: 200, xml: writeXml('DeleteResult', { Deleted: quiet ? [] : deleted, Error: errors }) };
}
