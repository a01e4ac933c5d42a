import { randomBytes } from 'node:crypto';

/** A file to send, whose bytes are read only as they leave. */
export interface FormFile {
  /** Name of the form field. */
  readonly field: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface MultipartForm {
  readonly contentType: string;
  /** Exact length of the body, for `content-length`. */
  readonly bytes: number;
  readonly body: AsyncGenerator<Uint8Array>;
}

const LINE = '\r\n';

/**
 * Builds a `multipart/form-data` body (RFC 7578) that holds one chunk in memory at a time. The fields come
 * first and the files last, so that a server knows what is asked before it receives the audio.
 *
 * The body throws when a file holds more or fewer bytes than it said.
 */
export function multipartForm(
  fields: readonly (readonly [string, string])[],
  files: readonly FormFile[],
): MultipartForm {
  const boundary = `----mvsep-${randomBytes(18).toString('hex')}`;
  const parts = fields.map(
    ([name, value]) =>
      `--${boundary}${LINE}Content-Disposition: form-data; name="${quoted(name)}"${LINE}${LINE}${value}${LINE}`,
  );
  const head = Buffer.from(parts.join(''), 'utf8');
  const fileParts = files.map((file) => ({ file, head: Buffer.from(fileHead(boundary, file), 'utf8') }));
  const tail = Buffer.from(`--${boundary}--${LINE}`, 'utf8');
  const fileBytes = fileParts.map((part) => part.head.length + part.file.bytes + LINE.length);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: fileBytes.reduce((sum, bytes) => sum + bytes, head.length + tail.length),
    body: formBody(head, fileParts, tail),
  };
}

function fileHead(boundary: string, { field, fileName }: FormFile): string {
  return (
    `--${boundary}${LINE}Content-Disposition: form-data; name="${quoted(field)}"; ` +
    `filename="${quoted(fileName)}"${LINE}Content-Type: application/octet-stream${LINE}${LINE}`
  );
}

async function* formBody(
  head: Uint8Array,
  parts: readonly { readonly head: Uint8Array; readonly file: FormFile }[],
  tail: Uint8Array,
): AsyncGenerator<Uint8Array> {
  yield head;
  for (const part of parts) {
    yield part.head;
    yield* exactly(part.file);
    yield Buffer.from(LINE, 'utf8');
  }
  yield tail;
}

/** The bytes of a file, as many as were announced. */
async function* exactly(file: FormFile): AsyncGenerator<Uint8Array> {
  let sent = 0;
  for await (const chunk of readable(file.body)) {
    sent += chunk.length;
    if (sent > file.bytes) break;
    yield chunk;
  }
  if (sent !== file.bytes) {
    throw new Error(`The file to upload does not have the ${file.bytes} bytes that were announced.`);
  }
}

/** What breaks the source must not look like a failure of the connection that the form is sent over. */
async function* readable(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new Error('The file to upload could not be read to its end.', { cause: error });
  }
}

/** Names are sent as UTF-8; only what would end the header is escaped, the way browsers do it. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
