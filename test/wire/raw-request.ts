import { request } from 'node:http';

/** One part of a form, byte for byte. */
export interface RawPart {
  readonly name: string;
  readonly value: Uint8Array;
  readonly fileName?: string;
  readonly contentType?: string;
}

/** A request as it stands on the wire, well-formed or not. */
export interface RawRequest {
  readonly method: string;
  /** Path below the server's address. */
  readonly path: string;
  readonly query: readonly (readonly [string, Uint8Array])[];
  readonly body?: { readonly contentType: string; readonly bytes: Uint8Array };
}

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly contentType: string;
}

/** Sends exactly these bytes: fetch would refuse some of them. */
export function sendRaw(base: string, { method, path, query, body }: RawRequest): Promise<RawAnswer> {
  const search = query.map(([name, value]) => `${percent(Buffer.from(name))}=${percent(value)}`).join('&');
  const headers = body === undefined ? {} : { 'content-type': body.contentType };
  return new Promise((resolve, reject) => {
    const sending = request(`${base}${path}${search === '' ? '' : `?${search}`}`, { method, headers });
    sending.on('error', reject);
    sending.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
          contentType: response.headers['content-type'] ?? '',
        }),
      );
    });
    sending.end(body?.bytes);
  });
}

/** A multipart form, its parts in this order. */
export function multipartBody(parts: readonly RawPart[]): NonNullable<RawRequest['body']> {
  const boundary = '------------------------d74496d66958873e';
  const chunks = parts.flatMap(({ name, value, fileName, contentType }) => [
    `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"`,
    fileName === undefined ? '' : `; filename="${quoted(fileName)}"`,
    contentType === undefined ? '' : `\r\ncontent-type: ${contentType}`,
    '\r\n\r\n',
    value,
    '\r\n',
  ]);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([...chunks, `--${boundary}--\r\n`].map((chunk) => Buffer.from(chunk))),
  };
}

/** An urlencoded form; its values may be no UTF-8. */
export function urlencodedBody(
  fields: readonly (readonly [string, Uint8Array])[],
): NonNullable<RawRequest['body']> {
  const text = fields.map(([name, value]) => `${percent(Buffer.from(name))}=${percent(value)}`).join('&');
  return { contentType: 'application/x-www-form-urlencoded', bytes: Buffer.from(text) };
}

/** As browsers write names into a header of a part. */
function quoted(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function percent(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');
}
