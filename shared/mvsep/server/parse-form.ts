import { Busboy } from '@fastify/busboy';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { CallRefusal } from '../../errors/call-refusal.ts';
import type { UploadedFile } from './call-request.ts';

/** No field that the API knows is longer; options of text types may hold a page of prose. */
const LONGEST_FIELD_BYTES = 64 * 1024;
/** More than any call has, with room for what clients add of their own. */
const MOST_PARTS = 500;

export interface Form {
  /** By name; of fields that come twice, the last. */
  readonly fields: Readonly<Record<string, string>>;
  /** Those that were asked for, by the name of their field. */
  readonly files: Readonly<Record<string, UploadedFile>>;
}

/**
 * Reads a form from an API Gateway event, multipart or urlencoded. Parts come in any order; an empty body is
 * a form without fields.
 *
 * @param wanted names of the file fields to keep. Other files are read past.
 * @throws CallRefusal (400) when the body is no form, or breaks off.
 */
export async function parseForm(event: APIGatewayProxyEventV2, wanted: readonly string[]): Promise<Form> {
  const contentType = headerOf(event, 'content-type') ?? '';
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length === 0) return { fields: {}, files: {} };
  if (/^multipart\/form-data/i.test(contentType)) return parseMultipart(contentType, body, wanted);
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return parseUrlencoded(body.toString('utf8'));
  throw new CallRefusal(400, 'Send the fields as multipart/form-data or application/x-www-form-urlencoded.');
}

/** Counted before anything is taken apart: hundreds of thousands of fields keep a processor busy for minutes. */
function parseUrlencoded(text: string): Form {
  if (text.split('&', MOST_PARTS + 1).length > MOST_PARTS) {
    throw new CallRefusal(400, `The form has more than ${MOST_PARTS} fields. Send those of the call only.`);
  }
  return { fields: Object.fromEntries(new URLSearchParams(text)), files: {} };
}

function parseMultipart(contentType: string, body: Buffer, wanted: readonly string[]): Promise<Form> {
  return new Promise((resolve, reject) => {
    let isSettled = false;
    const refuse = (cause: unknown) => {
      isSettled = true;
      reject(new CallRefusal(400, 'The multipart form is broken. Send it again.', { cause }));
    };
    const fields = new Map<string, string>();
    const files = new Map<string, UploadedFile>();
    try {
      const parser = new Busboy({
        headers: { 'content-type': contentType },
        limits: { fieldSize: LONGEST_FIELD_BYTES, parts: MOST_PARTS },
        // A part without a Content-Type is a file all the same when it carries a file name.
        isPartAFile: (_field, partType, fileName) =>
          fileName !== undefined || partType === 'application/octet-stream',
      });
      parser.on('field', (name: string | undefined, value) => {
        // A text in another charset than UTF-8 may decode to halves of characters.
        if (name !== undefined) fields.set(name, value.toWellFormed());
      });
      parser.on('file', (name: string | undefined, stream, fileName: string | undefined) => {
        const pieces: Buffer[] = [];
        stream.on('error', refuse);
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          const bytes = Buffer.concat(pieces);
          // Browsers send a part without name and bytes for a file input that was left empty.
          const isLeftEmpty = !fileName && bytes.length === 0;
          if (name === undefined || isLeftEmpty || !wanted.includes(name)) return;
          files.set(name, { name: (fileName ?? '').toWellFormed(), bytes });
        });
      });
      parser.on('partsLimit', () => refuse(new Error(`The form has more than ${MOST_PARTS} parts.`)));
      parser.on('error', refuse);
      parser.on('finish', () => {
        isSettled = true;
        resolve({ fields: Object.fromEntries(fields), files: Object.fromEntries(files) });
      });
      parser.end(body);
      giveUpUnless(
        () => isSettled,
        () => refuse(new Error('The form is never finished.')),
      );
    } catch (cause) {
      refuse(cause);
    }
  });
}

/**
 * The parser waits forever for some forms that are broken. The whole body lies in memory, so a form that is not
 * read after this many turns of the event loop never will be; one of 6 MB takes some dozens.
 */
const MOST_TURNS = 5_000;

function giveUpUnless(isSettled: () => boolean, giveUp: () => void, turn = 1): void {
  if (isSettled()) return;
  if (turn === MOST_TURNS) giveUp();
  else setImmediate(giveUpUnless, isSettled, giveUp, turn + 1);
}

function headerOf(event: APIGatewayProxyEventV2, wanted: string): string | undefined {
  return Object.entries(event.headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
}
