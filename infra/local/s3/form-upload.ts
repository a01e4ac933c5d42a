import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { AwsServiceError } from '../aws-service-error.ts';

/** All fields before the file together may take 20 KB; one field alone is cut there. */
const MAXIMUM_FIELD_BYTES = 20 * 1024;

/** A browser's form upload, read up to the beginning of its file. */
export interface FormUpload {
  /** The fields before the file by lower-case name; those after it are ignored. */
  readonly fields: Map<string, string>;
  readonly filename: string;
  readonly file: Readable;
}

function malformed(message: string): AwsServiceError {
  return new AwsServiceError('MalformedPOSTRequest', message);
}

/**
 * Reads a multipart/form-data request until its field "file" begins. The file must then be read, or
 * resumed to be thrown away.
 * @throws {AwsServiceError} MalformedPOSTRequest, InvalidArgument without a file, MaxPostPreDataLengthExceeded.
 */
export function formUpload(request: IncomingMessage): Promise<FormUpload> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    let size = 0;
    // Whatever follows is thrown away, so that the sender gets to read the answer.
    const refuse = (error: AwsServiceError) => {
      request.unpipe(parser);
      request.resume();
      reject(error);
    };
    const parser = openParser(request);
    parser.on('field', (name, value, _nameCut, valueCut) => {
      fields.set(name.toLowerCase(), value);
      size += name.length + value.length;
      if (!valueCut && size <= MAXIMUM_FIELD_BYTES) return;
      const message = 'Your POST request fields preceding the upload file were too large.';
      refuse(new AwsServiceError('MaxPostPreDataLengthExceeded', message));
    });
    parser.on('file', (_name, file, filename) => {
      const goneAway = () => file.destroy(malformed('The form ended before its file was complete.'));
      request.once('error', goneAway);
      parser.once('error', goneAway);
      resolve({ fields, filename: filename ?? '', file });
    });
    parser.once('finish', () =>
      refuse(new AwsServiceError('InvalidArgument', 'POST requires exactly one file upload per request.')),
    );
    parser.once('error', () =>
      refuse(malformed('The body of your POST request is not well-formed multipart/form-data.')),
    );
    request.once('error', reject);
    request.pipe(parser);
  });
}

/** @throws {AwsServiceError} MalformedPOSTRequest without a boundary between the fields. */
function openParser(request: IncomingMessage): ReturnType<typeof Busboy> {
  try {
    return Busboy({
      headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
      limits: { fieldSize: MAXIMUM_FIELD_BYTES, fields: 100, files: 1 },
      isPartAFile: (name) => name?.toLowerCase() === 'file',
    });
  } catch {
    request.resume();
    throw malformed('The form names no boundary between its fields.');
  }
}
