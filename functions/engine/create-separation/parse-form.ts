import { Busboy } from '@fastify/busboy';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { EngineRefusal } from '../../../shared/errors/engine-refusal.ts';

/** The only file part that is kept; others are read past. */
const FILE_FIELD = 'audiofile';

/** No field that the API knows is longer; options of text types may hold a page of prose. */
const LONGEST_FIELD_BYTES = 64 * 1024;

export interface Form {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: { readonly name: string; readonly bytes: Buffer } | undefined;
}

/**
 * Reads a form from an API Gateway event, multipart or urlencoded. Parts come in any order.
 *
 * @throws EngineRefusal (400) when the body is no form, or breaks off.
 */
export async function parseForm(event: APIGatewayProxyEventV2): Promise<Form> {
  const contentType = headerOf(event, 'content-type') ?? '';
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (/^multipart\/form-data/i.test(contentType)) return parseMultipart(contentType, body);
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) {
    return { fields: Object.fromEntries(new URLSearchParams(body.toString('utf8'))), file: undefined };
  }
  throw new EngineRefusal(
    400,
    'Send the fields as multipart/form-data or application/x-www-form-urlencoded.',
  );
}

function parseMultipart(contentType: string, body: Buffer): Promise<Form> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: unknown) =>
      reject(new EngineRefusal(400, 'The multipart form is broken. Send it again.', { cause }));
    const fields: Record<string, string> = {};
    let file: Form['file'];
    try {
      const parser = new Busboy({
        headers: { 'content-type': contentType },
        limits: { fieldSize: LONGEST_FIELD_BYTES },
        // A part without a Content-Type is a file all the same when it carries a file name.
        isPartAFile: (_field, partType, fileName) =>
          fileName !== undefined || partType === 'application/octet-stream',
      });
      parser.on('field', (name, value) => {
        fields[name] = value;
      });
      parser.on('file', (name, stream, fileName) => {
        const pieces: Buffer[] = [];
        stream.on('error', refuse);
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          const bytes = Buffer.concat(pieces);
          // Browsers send a part without name and bytes for a file input that was left empty.
          const isLeftEmpty = !fileName && bytes.length === 0;
          if (name === FILE_FIELD && !isLeftEmpty) file = { name: fileName ?? '', bytes };
        });
      });
      parser.on('error', refuse);
      parser.on('finish', () => resolve({ fields, file }));
      parser.end(body);
    } catch (cause) {
      refuse(cause);
    }
  });
}

function headerOf(event: APIGatewayProxyEventV2, wanted: string): string | undefined {
  return Object.entries(event.headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
}
