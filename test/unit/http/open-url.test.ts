import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { RefusedUrl } from '../../../shared/errors/refused-url.ts';
import { UnreachableUrl } from '../../../shared/errors/unreachable-url.ts';
import { type OpenUrlOptions, openUrl } from '../../../shared/http/open-url.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${portOf(server.address())}`;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

function allowing(origins: readonly string[], more: Partial<OpenUrlOptions> = {}): OpenUrlOptions {
  return { allowedPrivateOrigins: origins, connectTimeoutMs: 2_000, idleTimeoutMs: 2_000, ...more };
}

describe('openUrl', () => {
  it('opens an allowed private origin and streams its body', async () => {
    const origin = await serve((_request, response) => response.setHeader('x-answer', '42').end('a song'));
    const opened = await openUrl(`${origin}/song.wav`, allowing([origin]));
    expect(opened.status).toBe(200);
    expect(opened.headers['x-answer']).toBe('42');
    expect(opened.url).toBe(`${origin}/song.wav`);
    expect(await text(opened.body)).toBe('a song');
  });

  it('returns an error status instead of throwing', async () => {
    const origin = await serve((_request, response) => response.writeHead(503).end('<html>'));
    const opened = await openUrl(origin, allowing([origin]));
    expect(opened.status).toBe(503);
    expect(await text(opened.body)).toBe('<html>');
  });

  it('sends method, headers and a body, text or stream', async () => {
    const origin = await serve(async (request, response) => {
      response.end(`${request.method} ${request.headers['content-type']} ${await text(request)}`);
    });
    const options = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const sent = await openUrl(origin, allowing([origin], { ...options, body: '{}' }));
    expect(await text(sent.body)).toBe('POST application/json {}');
    const streamed = await openUrl(
      origin,
      allowing([origin], { ...options, body: Readable.from(['[', ']']) }),
    );
    expect(await text(streamed.body)).toBe('POST application/json []');
  });

  it.each([
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::ffff:127.0.0.1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/',
  ])('refuses the literal private address %s', async (url) => {
    await expect(openUrl(url, allowing([]))).rejects.toThrow(RefusedUrl);
  });

  it('refuses a name that resolves to a private address, at the time of connecting', async () => {
    const origin = await serve((_request, response) => response.end('secret'));
    const port = new URL(origin).port;
    await expect(openUrl(`http://localhost:${port}/`, allowing([]))).rejects.toThrow(RefusedUrl);
    // Another port of an allowed host is another origin.
    await expect(openUrl(`http://localhost:${port}/`, allowing(['http://localhost:1']))).rejects.toThrow(
      RefusedUrl,
    );
  });

  it.each(['file:///etc/passwd', 'ftp://example.com/a', 'data:audio/wav;base64,', 'song.wav', ''])(
    'refuses %j, which is not http',
    async (url) => {
      await expect(openUrl(url, allowing([]))).rejects.toThrow(RefusedUrl);
    },
  );

  it('follows redirects and says where it ended', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/c') response.end('here');
      else response.writeHead(302, { location: request.url === '/a' ? 'b' : '/c' }).end();
    });
    const opened = await openUrl(`${origin}/a`, allowing([origin]));
    expect(opened.url).toBe(`${origin}/c`);
    expect(await text(opened.body)).toBe('here');
  });

  it('refuses a redirect into a private network, and one to another scheme', async () => {
    const origin = await serve((request, response) => {
      const location = request.url === '/private' ? 'http://169.254.169.254/' : 'file:///etc/passwd';
      response.writeHead(302, { location }).end();
    });
    await expect(openUrl(`${origin}/private`, allowing([origin]))).rejects.toThrow(RefusedUrl);
    await expect(openUrl(`${origin}/file`, allowing([origin]))).rejects.toThrow(RefusedUrl);
  });

  it('refuses more redirects than allowed', async () => {
    let requests = 0;
    const origin = await serve((_request, response) => {
      requests++;
      response.writeHead(302, { location: '/again' }).end();
    });
    await expect(openUrl(origin, allowing([origin], { maxRedirects: 2 }))).rejects.toThrow(
      'redirects too often',
    );
    expect(requests).toBe(3);
  });

  it('never carries credentials to another origin', async () => {
    const other = await serve((request, response) => response.end(String(request.headers.authorization)));
    const origin = await serve((_request, response) => response.writeHead(302, { location: other }).end());
    const headers = { Authorization: 'Bearer secret' };
    const opened = await openUrl(origin, allowing([origin, other], { headers }));
    expect(await text(opened.body)).toBe('undefined');
  });

  it('turns a redirected POST into a GET, and repeats it on 307', async () => {
    const origin = await serve(async (request, response) => {
      if (request.url === '/end') response.end(`${request.method} ${await text(request)}`);
      else response.writeHead(Number(request.url?.slice(1)), { location: '/end' }).end();
    });
    const post = allowing([origin], { method: 'POST', body: 'hello' });
    expect(await text((await openUrl(`${origin}/302`, post)).body)).toBe('GET ');
    expect(await text((await openUrl(`${origin}/307`, post)).body)).toBe('POST hello');
    const stream = allowing([origin], { method: 'POST', body: Readable.from(['hello']) });
    await expect(openUrl(`${origin}/307`, stream)).rejects.toThrow(RefusedUrl);
  });

  it('reports a connection cut inside the body, without the path in the message', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('part', () => response.destroy());
    });
    const opened = await openUrl(`${origin}/s3cret?sig=1`, allowing([origin]));
    const error = await buffer(opened.body).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnreachableUrl);
    expect(String(error)).not.toContain('s3cret');
  });

  it('reports a refused connection as retryable', async () => {
    const origin = await serve(() => undefined);
    closing.pop()?.();
    await expect(openUrl(origin, allowing([origin]))).rejects.toMatchObject({
      name: 'UnreachableUrl',
      retryable: true,
    });
  });

  it('gives up on a server that is silent before the headers or inside the body', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/body') response.writeHead(200).write('a');
    });
    const options = allowing([origin], { idleTimeoutMs: 60 });
    await expect(openUrl(origin, options)).rejects.toThrow(UnreachableUrl);
    const opened = await openUrl(`${origin}/body`, options);
    await expect(buffer(opened.body)).rejects.toThrow(UnreachableUrl);
  });

  it('does not blame the server for a slow reader', async () => {
    const size = 4 * 1024 * 1024;
    const origin = await serve((_request, response) => response.end(Buffer.alloc(size)));
    const opened = await openUrl(origin, allowing([origin], { idleTimeoutMs: 60 }));
    let bytes = 0;
    for await (const piece of opened.body) {
      if (bytes === 0) await delay(150);
      bytes += piece.length;
    }
    expect(bytes).toBe(size);
  });

  it('gives up on a connection that does not come about in time', async () => {
    // A TLS handshake that never answers: connected for TCP, not for the caller.
    const server = createTcpServer((socket) => socket.on('error', () => undefined));
    closing.push(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `https://127.0.0.1:${portOf(server.address())}`;
    const options = allowing([origin], { connectTimeoutMs: 60 });
    await expect(openUrl(origin, options)).rejects.toThrow('could not be reached in time');
  });

  it("ends with the signal's reason", async () => {
    const origin = await serve((_request, response) => response.writeHead(200).write('a'));
    const ending = new AbortController();
    const opened = await openUrl(origin, allowing([origin], { signal: ending.signal }));
    const reading = buffer(opened.body);
    ending.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });

  it('closes the connection of a body that nobody reads', async () => {
    const closed = Promise.withResolvers<void>();
    const origin = await serve((request, response) => {
      request.socket.once('close', () => closed.resolve());
      response.writeHead(200).write('a');
    });
    const opened = await openUrl(origin, allowing([origin]));
    opened.body.destroy();
    await closed.promise;
  });
});
