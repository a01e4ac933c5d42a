import { PutObjectCommand } from '@aws-sdk/client-s3';
import { longHash } from '../../../shared/engine/engine-hash.ts';
import type { RemoteRecord, SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { RefusedUrl } from '../../../shared/errors/refused-url.ts';
import { UnreachableUrl } from '../../../shared/errors/unreachable-url.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { openUrl } from '../../../shared/http/open-url.ts';
import type { PrepareSeparationDeps } from './prepare-separation.ts';

/** As much as fits in the function's memory beside the decoded song. */
const LARGEST_INPUT_BYTES = 250 * 1024 * 1024;

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
/** For the whole download; well inside the function's own limit, so that the reason can still be told. */
const DOWNLOAD_TIMEOUT_MS = 8 * 60_000;

/**
 * Fetches the audio behind a link into the bucket and gives it the record of a separation. Time and digits of
 * the long hash come from the record of the link, so a second run finds what the first one did.
 *
 * @throws RefusedUrl, UnusableAudio the link cannot be used; @throws UnreachableUrl it may be tried again.
 */
export async function fetchRemote(
  deps: PrepareSeparationDeps,
  remote: RemoteRecord,
): Promise<SeparationRecord> {
  const hash = longHash(nameFromUrl(remote.url), new Date(remote.createdAt), remote.hash);
  const before = await deps.separations.find(hash);
  if (before === undefined) {
    const bytes = await download(remote.url, deps.allowedPrivateOrigins);
    await deps.s3.send(
      new PutObjectCommand({ Bucket: deps.bucket, Key: storageKeys.input(hash), Body: bytes }),
    );
    const { url: _url, longHash: _longHash, message: _message, ...order } = remote;
    const inputBytes = bytes.length;
    // Never `waiting`: in the queue stands the record of the link, until the next line, and none if we stop here.
    await deps.separations.create({ ...order, kind: 'separation', hash, status: 'processing', inputBytes });
  }
  await deps.separations.move(remote.hash, 'done', ['waiting', 'done'], { longHash: hash });
  return deps.separations.separation(hash);
}

/** The last part of a link's path, decoded; a link without one names no file. */
function nameFromUrl(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last; // A lone % is no escape; the name is only for show.
  }
}

async function download(url: string, allowedPrivateOrigins: readonly string[]): Promise<Buffer> {
  const deadline = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
  try {
    const opened = await openUrl(url, {
      allowedPrivateOrigins,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      signal: deadline,
    });
    requireOk(opened.status);
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of opened.body) {
      size += piece.length;
      if (size > LARGEST_INPUT_BYTES) throw tooLarge();
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } catch (error) {
    if (!deadline.aborted) throw error;
    throw new UnreachableUrl('The download took too long. Use a faster server for the file.', error);
  }
}

function requireOk(status: number): void {
  if (status >= 200 && status < 300) return;
  if (status >= 500 || status === 429 || status === 408) {
    throw new UnreachableUrl(`The server of the link answers ${status}. Try again later.`);
  }
  throw new RefusedUrl(`The link answers ${status} instead of a file. Check it in a browser.`);
}

function tooLarge(): UnusableAudio {
  const limit = LARGEST_INPUT_BYTES / 1024 / 1024;
  return new UnusableAudio(`The file is larger than ${limit} MB, which is the limit here. Use FLAC or MP3.`);
}
