import { Readable } from 'node:stream';
import { DownloadFailed } from '../../../shared/errors/download-failed.ts';
import { DownloadRefused } from '../../../shared/errors/download-refused.ts';
import { RefusedUrl } from '../../../shared/errors/refused-url.ts';
import { UnreachableUrl } from '../../../shared/errors/unreachable-url.ts';
import type { OpenedUrl, openUrl } from '../../../shared/http/open-url.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** S3 gives up on an upload that is silent for some 20 seconds, so the source must be given up on before. */
const IDLE_TIMEOUT_MS = 15_000;
/** A stem of unknown length is held in memory up to this size, since S3 must know the length beforehand. */
const MAXIMUM_BUFFERED_BYTES = 64 * 1024 * 1024;
/** S3's limit for an object sent in one request. */
const MAXIMUM_BYTES = 5 * 1024 ** 3;

export interface OpenedStem {
  readonly bytes: number;
  readonly body: Readable;
}

/**
 * Opens the link of a finished stem and makes sure of its length.
 *
 * @throws DownloadFailed, DownloadRefused
 */
export async function openStem(
  open: typeof openUrl,
  wanted: { readonly stem: string; readonly url: string; readonly bytes?: number | undefined },
  allowedPrivateOrigins: readonly string[],
): Promise<OpenedStem> {
  const answer = await openLink(open, wanted, allowedPrivateOrigins);
  const problem = statusProblem(answer) ?? lengthProblem(answer, wanted.bytes);
  if (problem !== undefined) {
    answer.body.destroy();
    throw new DownloadFailed(`The stem "${wanted.stem}" could not be fetched: ${problem}`);
  }
  const bytes = announcedBytes(answer);
  return bytes === undefined ? buffered(answer.body, wanted) : { bytes, body: answer.body };
}

async function openLink(
  open: typeof openUrl,
  { stem, url }: { readonly stem: string; readonly url: string },
  allowedPrivateOrigins: readonly string[],
): Promise<OpenedUrl> {
  try {
    return await open(url, {
      allowedPrivateOrigins,
      // A compressed answer would have another length than the stem.
      headers: { 'accept-encoding': 'identity' },
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
    });
  } catch (error) {
    if (error instanceof RefusedUrl) {
      throw new DownloadRefused(`The link of the stem "${stem}" was not followed. ${error.message}`, error);
    }
    if (error instanceof UnreachableUrl) {
      throw new DownloadFailed(`The stem "${stem}" could not be fetched. ${error.message}`, error);
    }
    throw error;
  }
}

function statusProblem({ status, headers }: OpenedUrl): string | undefined {
  if (status !== 200) return `the server answered HTTP ${status}.`;
  const encoding = headers['content-encoding'] ?? 'identity';
  return encoding === 'identity' ? undefined : `the server compressed it (${encoding}).`;
}

function announcedBytes({ headers }: OpenedUrl): number | undefined {
  const length = headers['content-length'];
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}

function lengthProblem(answer: OpenedUrl, expected: number | undefined): string | undefined {
  const bytes = announcedBytes(answer);
  if (bytes === 0) return 'the file is empty.';
  if (bytes === undefined) return undefined;
  if (expected !== undefined && bytes !== expected) {
    return `the server offers ${bytes} bytes where ${expected} were promised.`;
  }
  return bytes > MAXIMUM_BYTES ? `it is larger than ${MAXIMUM_BYTES} bytes.` : undefined;
}

async function buffered(
  body: Readable,
  wanted: { readonly stem: string; readonly bytes?: number | undefined },
): Promise<OpenedStem> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of readChunks(body, wanted.stem)) {
    bytes += chunk.length;
    if (bytes > MAXIMUM_BUFFERED_BYTES) {
      throw new DownloadFailed(
        `The stem "${wanted.stem}" comes without a length and is larger than ${MAXIMUM_BUFFERED_BYTES} bytes.`,
      );
    }
    chunks.push(chunk);
  }
  if (bytes === 0 || (wanted.bytes !== undefined && wanted.bytes !== bytes)) {
    throw new DownloadFailed(
      `The stem "${wanted.stem}" arrived with ${bytes} bytes, which is not what was promised.`,
    );
  }
  return { bytes, body: Readable.from(chunks) };
}

async function* readChunks(body: Readable, stem: string): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new DownloadFailed(
      `The download of the stem "${stem}" broke off before its end. It is tried again.`,
      error,
    );
  }
}
