import type { Readable } from 'node:stream';
import { UnreachableUrl } from '../errors/unreachable-url.ts';
import { openUrl } from '../http/open-url.ts';
import type { OpenRemoteOptions } from './open-remote.ts';

/** What the API says about one file is a few hundred bytes. */
const LONGEST_ANSWER_BYTES = 64 * 1024;

/**
 * A `fetch` for the API object of megajs whose every request is an `openUrl`: nothing that library sends goes
 * past the checks of addresses and redirects. Answers are small and read whole.
 */
export function megaFetch(options: OpenRemoteOptions): typeof fetch {
  const { allowedPrivateOrigins, connectTimeoutMs, idleTimeoutMs, signal, resolve } = options;
  return async (input, init) => {
    const request = new Request(input, init);
    const opened = await openUrl(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      body: Buffer.from(await request.arrayBuffer()),
      allowedPrivateOrigins,
      connectTimeoutMs,
      idleTimeoutMs,
      ...(signal === undefined ? {} : { signal }),
      ...(resolve === undefined ? {} : { resolve }),
    });
    const headers = Object.entries(opened.headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    );
    return new Response(await readAnswer(opened.body), { status: opened.status, headers });
  };
}

async function readAnswer(body: Readable): Promise<Buffer<ArrayBuffer>> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    pieces.push(piece);
    size += pieces.at(-1)?.length ?? 0;
    if (size > LONGEST_ANSWER_BYTES) {
      throw new UnreachableUrl('Mega answers something that is too long. Try again later.');
    }
  }
  return Buffer.concat(pieces);
}
