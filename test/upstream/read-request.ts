import type { IncomingMessage } from 'node:http';
import { Busboy } from '@fastify/busboy';
import type { UpstreamRequest } from './upstream-request.ts';

/** Reads a request whole: its query, or its form with the file in it. */
export async function readRequest(incoming: IncomingMessage): Promise<UpstreamRequest> {
  const url = new URL(incoming.url ?? '/', 'http://upstream');
  const about = { method: incoming.method ?? 'GET', path: decodeURIComponent(url.pathname) };
  const type = incoming.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) {
    const body = await readBody(incoming);
    const form = type.startsWith('application/x-www-form-urlencoded')
      ? new URLSearchParams(body.toString())
      : [];
    return { ...about, fields: new Map([...url.searchParams, ...form]) };
  }
  return { ...about, ...(await readForm(incoming, type)) };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function readForm(
  incoming: IncomingMessage,
  contentType: string,
): Promise<Pick<UpstreamRequest, 'fields' | 'file'>> {
  const fields = new Map<string, string>();
  let file: UpstreamRequest['file'];
  return new Promise((resolve, reject) => {
    const form = new Busboy({ headers: { ...incoming.headers, 'content-type': contentType } });
    form.on('field', (name, value) => fields.set(name, value));
    form.on('file', (_field, stream, name) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        file = { name, bytes: Buffer.concat(chunks) };
      });
    });
    form.on('error', reject);
    form.on('finish', () => resolve({ fields, ...(file === undefined ? {} : { file }) }));
    incoming.on('error', reject);
    incoming.on('aborted', () => reject(new Error('The request broke off.')));
    incoming.pipe(form);
  });
}
