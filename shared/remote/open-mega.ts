import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { API, decrypt, File } from 'megajs';
import * as z from 'zod';
import { RefusedUrl } from '../errors/refused-url.ts';
import { ServiceError } from '../errors/service-error.ts';
import { UnreachableUrl } from '../errors/unreachable-url.ts';
import { UnusableAudio } from '../errors/unusable-audio.ts';
import { megaFetch } from './mega-fetch.ts';
import { type MegaLink, megaLink } from './mega-link.ts';
import { megaRefusal } from './mega-refusal.ts';
import { openFile } from './open-file.ts';
import type { OpenedRemote, OpenRemoteOptions } from './open-remote.ts';
import { plainFileName } from './plain-file-name.ts';
import type { RemoteServices } from './remote-services.ts';

/** What the API answers for a file: its size in bytes, its encrypted attributes, and where its bytes are. */
const fileAnswer = z.object({ s: z.int().nonnegative(), at: z.string(), g: z.url() });

/** What is told of a file inside them; a name that is no text is none. */
const fileAttributes = z.object({ n: z.string().optional().catch(undefined) });

/**
 * Opens a public file of Mega. Two requests: the API tells size, name and a storage address, and there the
 * encrypted bytes are read in one go, decrypted as they come, and checked against the sum in the key at their end.
 *
 * @throws RefusedUrl, UnreachableUrl, UnusableAudio as `openRemote`; the body too, at the latest at its end.
 */
export async function openMega(
  options: OpenRemoteOptions,
  { hosts, gateway }: RemoteServices['mega'],
): Promise<OpenedRemote> {
  const link = megaLink(options.url, hosts);
  const api = new API(false, { fetch: megaFetch(options), gateway });
  const { s: bytes, at, g: address } = await askForFile(api, link);
  const name = nameInside(link, at, api);
  if (bytes === 0) throw new UnusableAudio('The file behind the link is empty.');
  const stored = await openFile(`${address}/0-${bytes - 1}`, options);
  const body = Readable.from(decrypted(stored.body, link.key, bytes), { objectMode: false });
  // A body dropped before its first read never enters the generator, so its connection is closed from here.
  body.once('close', () => stored.body.destroy());
  return { name, bytes, body };
}

async function askForFile(api: API, { id }: MegaLink): Promise<z.infer<typeof fileAnswer>> {
  // `ssl: 2` asks for a storage address with https.
  const question = { a: 'g', g: 1, ssl: 2, p: id };
  try {
    // Called this way because its types take every question for the global object `JSON`.
    const answer: unknown = await Reflect.apply(api.request, api, [question]);
    const file = fileAnswer.safeParse(answer);
    if (file.success) return file.data;
  } catch (error) {
    throw error instanceof ServiceError ? error : megaRefusal(error);
  }
  throw new UnreachableUrl('Mega does not hand out the file now. Try again later.');
}

/** The name in the attributes, which only the right key opens. Whoever uploaded the file wrote them. */
function nameInside({ id, key }: MegaLink, encrypted: string, api: API): string | undefined {
  const file = new File({ downloadId: id, key, api });
  const attributes = fileAttributes.safeParse(decryptedAttributes(file, encrypted));
  if (!attributes.success) {
    throw new RefusedUrl('The key in the Mega link does not fit the file. Copy the whole link again.');
  }
  return attributes.data.n === undefined ? undefined : plainFileName(attributes.data.n);
}

/** Undefined with a wrong key, and for what is no whole number of blocks. */
function decryptedAttributes(file: File, encrypted: string): unknown {
  try {
    file.decryptAttributes(encrypted);
    return file.attributes;
  } catch {
    return undefined;
  }
}

async function* decrypted(stored: Readable, key: Buffer, bytes: number): AsyncGenerator<Buffer> {
  const plain: Transform = decrypt(key);
  let received = 0;
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const piece of source) {
      received += piece.length;
      yield piece;
    }
    if (received < bytes) throw new UnreachableUrl('Mega sent only a part of the file. Try again later.');
  };
  const flow = pipeline(stored, counted, plain);
  flow.catch(() => undefined); // Thrown below, in the order of the bytes.
  try {
    yield* plain;
    await flow;
  } catch (error) {
    await flow.catch((first: unknown) => {
      if (first instanceof ServiceError) throw first;
    });
    throw error instanceof ServiceError ? error : wrongSum(error);
  }
}

function wrongSum(cause: unknown): RefusedUrl {
  return new RefusedUrl(
    'The file on Mega does not match the check sum in its link: it is damaged. Upload it there again.',
    cause,
  );
}
