import { extname } from 'node:path/posix';
import { Readable } from 'node:stream';
import { DownloadFailed } from '../../../shared/errors/download-failed.ts';
import { LinkExpired } from '../../../shared/errors/link-expired.ts';
import type { OpenedUrl } from '../../../shared/http/open-url.ts';
import { containerProblem } from './container-problem.ts';
import { openLink, type StemLink } from './open-link.ts';
import { type ResumeDeps, resumedBytes } from './resumed-bytes.ts';

/** As much of a file as is looked at before any of it is sent on. */
const HEAD_BYTES = 64 * 1024;
/** A stem of unknown length is held in memory up to this size, since S3 must know the length beforehand. */
const MAXIMUM_BUFFERED_BYTES = 64 * 1024 * 1024;
/** S3's limit for an object sent in one request. */
const MAXIMUM_BYTES = 5 * 1024 ** 3;

export interface WantedStem extends StemLink {
  /** Where it will be stored; its extension says what it must be. */
  readonly key: string;
  /** Length as the service promises it. */
  readonly bytes?: number | undefined;
}

export interface OpenedStem {
  readonly bytes: number;
  /** Goes on after a cut connection. Must be read to its end or destroyed. */
  readonly body: Readable;
}

/**
 * Opens the link of a finished stem, and makes sure of its length and of what it is before any of it goes on.
 *
 * @throws LinkExpired, DownloadFailed, DownloadRefused
 */
export async function openStem(deps: ResumeDeps, wanted: WantedStem): Promise<OpenedStem> {
  const closing = new AbortController();
  try {
    const opened = await openChecked(deps, wanted, closing.signal);
    opened.body.once('close', () => closing.abort());
    return opened;
  } catch (error) {
    closing.abort();
    throw error;
  }
}

async function openChecked(deps: ResumeDeps, wanted: WantedStem, signal: AbortSignal): Promise<OpenedStem> {
  const answer = await openLink(deps, wanted, { signal });
  const announced = announcedBytes(answer);
  const problem = lengthProblem(announced, wanted.bytes);
  if (problem !== undefined) throw notFetched(wanted, problem);
  const known = announced ?? wanted.bytes;
  if (known !== undefined) {
    const content = resumedBytes(deps, wanted, { first: answer, total: known, signal });
    return checked(wanted, answer, content, known);
  }
  const chunks = await buffered(answer.body, wanted);
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (bytes === 0) throw notFetched(wanted, 'the file is empty.');
  return checked(wanted, answer, each(chunks), bytes);
}

function announcedBytes({ headers }: OpenedUrl): number | undefined {
  const length = headers['content-length'];
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}

function lengthProblem(announced: number | undefined, promised: number | undefined): string | undefined {
  if (announced === 0) return 'the file is empty.';
  if (announced !== undefined && promised !== undefined && announced !== promised) {
    return `the server offers ${announced} bytes where ${promised} were promised.`;
  }
  return (announced ?? promised ?? 0) > MAXIMUM_BYTES
    ? `it is larger than ${MAXIMUM_BYTES} bytes.`
    : undefined;
}

/** Reads the beginning, judges it, and puts it back in front of the rest. */
async function checked(
  wanted: WantedStem,
  { headers }: OpenedUrl,
  content: AsyncGenerator<Uint8Array>,
  bytes: number,
): Promise<OpenedStem> {
  const start: Uint8Array[] = [];
  for (let length = 0; length < Math.min(HEAD_BYTES, bytes); ) {
    const next = await content.next();
    if (next.done === true) break;
    start.push(next.value);
    length += next.value.length;
  }
  const problem = containerProblem({
    extension: extname(wanted.key).slice(1),
    contentType: headers['content-type'],
    head: Buffer.concat(start),
    bytes,
  });
  if (problem === undefined)
    return { bytes, body: Readable.from(joined(start, content), { objectMode: false }) };
  // Some services answer an expired link with a page and status 200.
  throw new LinkExpired(`The stem "${wanted.stem}" could not be fetched: ${problem}`);
}

async function* joined(
  start: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* start;
  yield* rest;
}

async function buffered(body: Readable, wanted: WantedStem): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of readChunks(body, wanted)) {
    bytes += chunk.length;
    if (bytes > MAXIMUM_BUFFERED_BYTES) {
      throw notFetched(wanted, `it has no length and is larger than ${MAXIMUM_BUFFERED_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  return chunks;
}

async function* readChunks(body: Readable, { stem }: WantedStem): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new DownloadFailed(
      `The download of the stem "${stem}" broke off before its end. It is tried again.`,
      error,
    );
  }
}

async function* each(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function notFetched({ stem }: WantedStem, problem: string): DownloadFailed {
  return new DownloadFailed(`The stem "${stem}" could not be fetched: ${problem}`);
}
