import type { Readable } from 'node:stream';
import { DownloadFailed } from '../../../shared/errors/download-failed.ts';
import type { OpenedUrl } from '../../../shared/http/open-url.ts';
import { type LinkDeps, openLink, type StemLink } from './open-link.ts';

/** Cuts after which a download is begun again from its start, however much it got forward each time. */
const MAXIMUM_RESUMPTIONS = 100;
/** How often a cut download knocks in a row, the pauses between doubling. */
const KNOCKS = 5;
const FIRST_PAUSE_MS = 200;
/** S3 waits some 20 seconds for the next bytes of an upload. */
const LONGEST_SILENCE_MS = 17_000;

export interface ResumeDeps extends LinkDeps {
  /** Waits this many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
}

export interface Download {
  readonly first: OpenedUrl;
  readonly total: number;
  /** Ends it: nobody reads on. */
  readonly signal: AbortSignal;
}

/**
 * The bytes of a stem from the first to the last, across cut connections: after a cut the link is opened again from
 * the byte that is missing. The reader must not notice more than a short silence, so a server that cannot go on
 * soon, or sends another file or the whole of it again, ends the download.
 *
 * @param download `first` is the answer to the first request, its body not yet read; `total` the length of the whole
 *   in bytes
 * @throws DownloadFailed, LinkExpired it may be tried again from the start.
 */
export async function* resumedBytes(
  deps: ResumeDeps,
  link: StemLink,
  download: Download,
): AsyncGenerator<Uint8Array> {
  const { first, total, signal } = download;
  let answer = first;
  let received = 0;
  let silentSince = deps.clock();
  for (let resumptions = 0; ; resumptions++) {
    const before = received;
    let cause: unknown;
    try {
      for await (const chunk of bytesOf(answer.body)) {
        received += chunk.length;
        yield chunk;
        // Time that the reader took for the chunk is no silence.
        silentSince = deps.clock();
      }
    } catch (error) {
      if (signal.aborted) throw error;
      cause = error;
    }
    if (received >= total) return;
    const gotForward = received > before || resumptions === 0;
    if (!gotForward || resumptions === MAXIMUM_RESUMPTIONS) throw brokeOff(link, cause);
    answer = await reopen(deps, link, {
      ...download,
      from: received,
      until: silentSince + LONGEST_SILENCE_MS,
    });
  }
}

async function* bytesOf(body: Readable): AsyncGenerator<Uint8Array> {
  yield* body;
}

interface MissingPart extends Download {
  readonly from: number;
  /** When the reader gives up, by the clock. */
  readonly until: number;
}

async function reopen(deps: ResumeDeps, link: StemLink, part: MissingPart): Promise<OpenedUrl> {
  let cause: unknown;
  for (let knock = 0; knock < KNOCKS; knock++) {
    await deps.pause(FIRST_PAUSE_MS * 2 ** knock);
    const answerWithinMs = part.until - deps.clock();
    if (answerWithinMs <= 0) break;
    try {
      const answer = await openLink(deps, link, {
        headers: rangeHeaders(part),
        answerWithinMs,
        signal: part.signal,
      });
      if (isMissingPart(answer, part)) return answer;
      answer.body.destroy();
      break;
    } catch (error) {
      if (!(error instanceof DownloadFailed)) throw error;
      cause = error;
    }
  }
  throw cause instanceof DownloadFailed ? cause : brokeOff(link, cause);
}

/** `If-Range` has the server send the whole instead when the file has changed; only a strong validator will do. */
function rangeHeaders({ first, from }: MissingPart): Record<string, string> {
  const { etag, 'last-modified': lastModified } = first.headers;
  const validator = etag === undefined || etag.startsWith('W/') ? lastModified : etag;
  return { range: `bytes=${from}-`, ...(validator === undefined ? {} : { 'if-range': validator }) };
}

function isMissingPart({ status, headers }: OpenedUrl, { first, from, total }: MissingPart): boolean {
  const [, start, end, whole] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(headers['content-range'] ?? '') ?? [];
  const [before, now] = [first.headers.etag, headers.etag];
  const sameFile = before === undefined || now === undefined || before === now;
  return (
    status === 206 &&
    Number(start) === from &&
    Number(end) < total &&
    (whole === '*' || Number(whole) === total) &&
    sameFile
  );
}

function brokeOff({ stem }: StemLink, cause: unknown): DownloadFailed {
  return new DownloadFailed(
    `The download of the stem "${stem}" broke off before its end. It is tried again.`,
    cause,
  );
}
