import { createCipheriv, randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { buffer, json } from 'node:stream/consumers';
import { encrypt } from 'megajs';
import { describe, expect, it } from 'vitest';
import { RefusedUrl } from '../../../shared/errors/refused-url.ts';
import { UnreachableUrl } from '../../../shared/errors/unreachable-url.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { openRemote } from '../../../shared/remote/open-remote.ts';
import { remoteOptions, remoteServer } from './remote-server.ts';

/** More than one piece of Mega's check sum, and not a multiple of the cipher's block. */
const SONG = randomBytes(300_007);

interface StoredFile {
  readonly key: Buffer;
  readonly bytes: Buffer;
  readonly attributes: string;
}

/** What Mega keeps of a file, by its own rules: AES-CTR bytes, and attributes under AES-CBC. */
async function storedFile(song: Buffer, name: unknown = 'my song.wav'): Promise<StoredFile> {
  const cipher = encrypt(randomBytes(24));
  const bytes = await buffer(Readable.from([Buffer.from(song)]).pipe(cipher));
  const key: Buffer = cipher.key;
  const aesKey = Buffer.from(key.subarray(0, 16).map((byte, index) => byte ^ (key[16 + index] ?? 0)));
  const text = Buffer.from(`MEGA${JSON.stringify({ n: name })}`);
  const padded = Buffer.concat([text, Buffer.alloc(16 - (text.length % 16))]);
  const cbc = createCipheriv('aes-128-cbc', aesKey, Buffer.alloc(16)).setAutoPadding(false);
  return { key, bytes, attributes: Buffer.concat([cbc.update(padded), cbc.final()]).toString('base64url') };
}

interface MegaServer {
  readonly api: (question: unknown, origin: string) => unknown;
  readonly storage: RequestListener;
}

async function megaServer({ api, storage }: MegaServer): Promise<string> {
  let own = '';
  own = await remoteServer(async (request, response) => {
    if (request.url?.startsWith('/api/cs?')) response.end(JSON.stringify(api(await json(request), own)));
    else storage(request, response);
  });
  return own;
}

function serving(file: StoredFile, changes: object = {}): MegaServer {
  return {
    api: (_question, origin) => [
      { s: file.bytes.length, at: file.attributes, g: `${origin}/dl/token`, ...changes },
    ],
    storage: (_request, response) => response.setHeader('content-length', file.bytes.length).end(file.bytes),
  };
}

function link(key: Buffer): string {
  return `/file/AbCd1234#${key.toString('base64url')}`;
}

describe('a Mega link', () => {
  it('asks the API, reads the storage once, and decrypts what it sends', async () => {
    const file = await storedFile(SONG);
    const questions: unknown[] = [];
    const paths: (string | undefined)[] = [];
    const base = serving(file);
    const origin = await megaServer({
      api: (question, own) => {
        questions.push(question);
        return base.api(question, own);
      },
      storage: (request, response) => {
        paths.push(request.url);
        base.storage(request, response);
      },
    });
    const opened = await openRemote(remoteOptions('mega', origin, link(file.key)));
    expect(opened).toMatchObject({ name: 'my song.wav', bytes: SONG.length });
    expect((await buffer(opened.body)).equals(SONG)).toBe(true);
    expect(questions).toEqual([[{ a: 'g', g: 1, ssl: 2, p: 'AbCd1234' }]]);
    expect(paths).toEqual([`/dl/token/0-${SONG.length - 1}`]);
  });

  it('opens the older kind of link too', async () => {
    const file = await storedFile(SONG);
    const origin = await megaServer(serving(file));
    const old = `/#!AbCd1234!${file.key.toString('base64url')}`;
    const opened = await openRemote(remoteOptions('mega', origin, old));
    expect((await buffer(opened.body)).equals(SONG)).toBe(true);
  });

  it('gives no name where the uploader wrote something else', async () => {
    const file = await storedFile(SONG, { toString: 1 });
    const opened = await openRemote(remoteOptions('mega', await megaServer(serving(file)), link(file.key)));
    expect(opened.name).toBeUndefined();
    opened.body.destroy();
  });

  it('refuses a key that does not fit, before anything is fetched', async () => {
    const file = await storedFile(SONG);
    const origin = await megaServer({
      ...serving(file),
      storage: () => expect.unreachable('the storage must not be asked'),
    });
    const opening = openRemote(remoteOptions('mega', origin, link(randomBytes(32))));
    await expect(opening).rejects.toThrow('The key in the Mega link does not fit');
  });

  it('refuses bytes whose check sum is wrong, at their end', async () => {
    const file = await storedFile(SONG);
    const bytes = Buffer.from(file.bytes);
    bytes[1234] = (bytes[1234] ?? 0) ^ 1;
    const origin = await megaServer(serving({ ...file, bytes }));
    const opened = await openRemote(remoteOptions('mega', origin, link(file.key)));
    const error = await buffer(opened.body).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RefusedUrl);
    expect(String(error)).toContain('check sum');
  });

  it('calls a cut stream retryable, with and without an announced length', async () => {
    const file = await storedFile(SONG);
    for (const announced of [true, false]) {
      const origin = await megaServer({
        ...serving(file),
        storage: (_request, response) => {
          if (!announced) response.end(file.bytes.subarray(0, 100_000));
          else {
            response.setHeader('content-length', file.bytes.length);
            response.write(file.bytes.subarray(0, 100_000), () => response.destroy());
          }
        },
      });
      const opened = await openRemote(remoteOptions('mega', origin, link(file.key)));
      await expect(buffer(opened.body)).rejects.toThrow(UnreachableUrl);
    }
  });

  it.each([
    ['a private address', 'http://10.0.0.1/dl/token'],
    ['the metadata of the cloud', 'http://169.254.169.254/latest/meta-data'],
  ])('refuses a storage address that leads to %s', async (_what, g) => {
    const file = await storedFile(SONG);
    const origin = await megaServer(serving(file, { g }));
    const opening = openRemote(remoteOptions('mega', origin, link(file.key)));
    await expect(opening).rejects.toThrow('private address');
  });

  it('refuses a storage redirect into a private network', async () => {
    const file = await storedFile(SONG);
    const origin = await megaServer({
      ...serving(file),
      storage: (_request, response) => response.writeHead(302, { location: 'http://[fd00:ec2::254]/' }).end(),
    });
    await expect(openRemote(remoteOptions('mega', origin, link(file.key)))).rejects.toThrow(
      'private address',
    );
  });

  it.each([
    [-9, RefusedUrl, 'no such file'],
    [-16, RefusedUrl, 'blocked'],
    [-11, RefusedUrl, 'refuses the link'],
    [-4, UnreachableUrl, 'busy'],
    [-17, UnreachableUrl, 'busy'],
    [-18, UnreachableUrl, 'busy'],
  ])("tells the API's error %i", async (code, kind, words) => {
    const file = await storedFile(SONG);
    const origin = await megaServer({ ...serving(file), api: () => [code] });
    const opening = openRemote(remoteOptions('mega', origin, link(file.key)));
    await expect(opening).rejects.toThrow(kind);
    await expect(opening).rejects.toThrow(words);
  });

  it.each([
    [[{}]],
    [[{ s: 5, at: 'AAAA', g: 'https://example.com' }]],
    [[{ s: 5, at: 'x', g: 'file:///etc/passwd' }]],
    ['nonsense'],
    [[]],
    [{ length: 'x' }],
  ])('survives the API answering %j', async (answer) => {
    const file = await storedFile(SONG);
    const origin = await megaServer({ ...serving(file), api: () => answer });
    const opening = openRemote(remoteOptions('mega', origin, link(file.key)));
    await expect(opening).rejects.toMatchObject({ charged: 'no' });
  });

  it('stops reading an endless answer of the API', async () => {
    const file = await storedFile(SONG);
    const origin = await megaServer({ ...serving(file), api: () => 'x'.repeat(1_000_000) });
    const opening = openRemote(remoteOptions('mega', origin, link(file.key)));
    await expect(opening).rejects.toThrow('too long');
  });

  it('refuses an empty file, and a transfer quota that is used up is worth a wait', async () => {
    const file = await storedFile(SONG);
    const empty = await megaServer(serving(file, { s: 0 }));
    await expect(openRemote(remoteOptions('mega', empty, link(file.key)))).rejects.toThrow(UnusableAudio);
    const busy = await megaServer({
      ...serving(file),
      storage: (_request, response) => response.writeHead(509).end(),
    });
    await expect(openRemote(remoteOptions('mega', busy, link(file.key)))).rejects.toThrow(UnreachableUrl);
  });

  it('closes the connection of a body that nobody reads', async () => {
    const file = await storedFile(SONG);
    const closed = Promise.withResolvers<void>();
    const origin = await megaServer({
      ...serving(file),
      storage: (request, response) => {
        request.socket.once('close', () => closed.resolve());
        response.setHeader('content-length', file.bytes.length).write(file.bytes.subarray(0, 100));
      },
    });
    const opened = await openRemote(remoteOptions('mega', origin, link(file.key)));
    opened.body.destroy();
    await closed.promise;
  });
});
