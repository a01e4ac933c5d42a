import { DownloadFailed } from '../../../shared/errors/download-failed.ts';
import { DownloadRefused } from '../../../shared/errors/download-refused.ts';
import { LinkExpired } from '../../../shared/errors/link-expired.ts';
import { RefusedUrl } from '../../../shared/errors/refused-url.ts';
import { UnreachableUrl } from '../../../shared/errors/unreachable-url.ts';
import type { OpenedUrl, openUrl } from '../../../shared/http/open-url.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** S3 gives up on an upload that is silent for some 20 seconds: half of them are left for going on by range. */
const IDLE_TIMEOUT_MS = 10_000;

/** What a link answers with that has expired, or whose file is gone. */
const DEAD_STATUSES: readonly number[] = [401, 403, 404, 410];

export interface LinkDeps {
  readonly openUrl: typeof openUrl;
  readonly allowedPrivateOrigins: readonly string[];
}

export interface StemLink {
  readonly stem: string;
  readonly url: string;
}

export interface LinkRequest {
  /** Closes the connection: what it brings is not wanted any more. */
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** Longest time until the headers of the answer are there. */
  readonly answerWithinMs?: number;
}

/**
 * Opens the link of a stem. Only an answer with content comes back: status 200, or 206 when a range was asked for.
 * Messages name the host only, since the rest of a link may be a secret.
 *
 * @throws LinkExpired, DownloadFailed, DownloadRefused
 */
export async function openLink(deps: LinkDeps, link: StemLink, request: LinkRequest): Promise<OpenedUrl> {
  const { headers = {}, answerWithinMs = CONNECT_TIMEOUT_MS + IDLE_TIMEOUT_MS } = request;
  const late = new AbortController();
  const clock = setTimeout(
    () => late.abort(new UnreachableUrl('The server did not answer in time.')),
    answerWithinMs,
  );
  try {
    const answer = await deps.openUrl(link.url, {
      allowedPrivateOrigins: deps.allowedPrivateOrigins,
      // A compressed answer would have another length than the stem.
      headers: { 'accept-encoding': 'identity', ...headers },
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      signal: AbortSignal.any([request.signal, late.signal]),
    });
    const problem = answerProblem(answer, link, 'range' in headers);
    if (problem === undefined) return answer;
    answer.body.destroy();
    throw problem;
  } catch (error) {
    throw typed(error, link);
  } finally {
    clearTimeout(clock);
  }
}

function answerProblem(
  { status, headers }: OpenedUrl,
  { stem }: StemLink,
  isRange: boolean,
): DownloadFailed | undefined {
  const failed = `The stem "${stem}" could not be fetched:`;
  if (DEAD_STATUSES.includes(status)) {
    return new LinkExpired(`${failed} its link is not valid any more (HTTP ${status}).`);
  }
  if (status !== 200 && !(isRange && status === 206)) {
    return new DownloadFailed(`${failed} the server answered HTTP ${status}.`);
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return undefined;
  return new DownloadFailed(`${failed} the server compressed it (${encoding.slice(0, 20)}).`);
}

function typed(error: unknown, { stem }: StemLink): unknown {
  if (error instanceof RefusedUrl) {
    return new DownloadRefused(`The link of the stem "${stem}" was not followed. ${error.message}`, error);
  }
  if (error instanceof UnreachableUrl) {
    return new DownloadFailed(`The stem "${stem}" could not be fetched. ${error.message}`, error);
  }
  return error;
}
