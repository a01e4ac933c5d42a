import type { RemoteRecord } from '../../../shared/engine/separation-record.ts';
import { largestBytes, sizeProblem } from '../../../shared/engine/song-limits.ts';
import { UnreachableUrl } from '../../../shared/errors/unreachable-url.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { type OpenedRemote, openRemote } from '../../../shared/remote/open-remote.ts';
import type { RemoteServices } from '../../../shared/remote/remote-services.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
/** For the whole download; well inside the function's own limit, so that the reason can still be told. */
const DOWNLOAD_TIMEOUT_MS = 8 * 60_000;

export interface DownloadRemoteDeps {
  readonly allowedPrivateOrigins: readonly string[];
  /** Where the services of links are; those on the internet when left out. */
  readonly services?: RemoteServices;
}

/**
 * Fetches the file behind a link, piece by piece. What it announces and what comes are both held against the plan's size, so
 * that no more is taken than is allowed.
 *
 * @param keep takes the file's name, as far as somebody tells it, and its bytes, which fail where they break off.
 * @returns what `keep` answers.
 * @throws RefusedUrl, UnusableAudio the link cannot be used; @throws UnreachableUrl it may be tried again.
 */
export async function downloadRemote<Kept>(
  { allowedPrivateOrigins, services }: DownloadRemoteDeps,
  { url, remoteType, plan }: RemoteRecord,
  keep: (name: string, bytes: AsyncIterable<Buffer>) => Promise<Kept>,
): Promise<Kept> {
  const deadline = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
  try {
    const opened = await openRemote({
      url,
      remoteType,
      allowedPrivateOrigins,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      signal: deadline,
      ...(services === undefined ? {} : { services }),
    });
    return await keep(opened.name ?? '', within(opened, plan));
  } catch (error) {
    if (!deadline.aborted) throw error;
    throw new UnreachableUrl('The download took too long. Use a faster server for the file.', error);
  }
}

async function* within(
  { body, bytes: announced = 0 }: OpenedRemote,
  plan: RemoteRecord['plan'],
): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    requireSize(announced, plan);
    for await (const piece of body) {
      size += piece.length;
      if (size > largestBytes(plan)) requireSize(size, plan);
      yield piece;
    }
  } finally {
    body.destroy();
  }
}

function requireSize(bytes: number, plan: RemoteRecord['plan']): void {
  const problem = sizeProblem(bytes, plan);
  if (problem !== undefined) throw new UnusableAudio(problem);
}
