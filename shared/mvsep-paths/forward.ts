import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CallRefusal } from '../errors/call-refusal.ts';
import { RequestBudgetSpent } from '../errors/request-budget-spent.ts';
import type { CallCounter } from '../http/call-counter.ts';
import type { Log } from '../logging/logger.ts';
import type { Pace } from '../mvsep/client/call-mvsep.ts';
import { type HttpAnswer, type HttpRequest, httpExchange } from '../mvsep/client/http-exchange.ts';
import { type FormFile, multipartForm } from '../mvsep/client/multipart-form.ts';
import { retryAfterSeconds } from '../mvsep/client/retry-after-seconds.ts';

/** Ends before the function does, so that its caller still hears why. */
const ANSWER_WITHIN_MS = 18_000;
/** When the service asks for a pause and does not say how long. */
const PAUSE_SECONDS = 30;
/** What a function of AWS may answer at most, less the envelope around it. */
const LARGEST_ANSWER_CHARACTERS = 5_000_000;

export interface ForwardDeps {
  /** Base address of the MVSep API behind this Pipeline. */
  readonly mvsepUrl: string;
  /** What goes there for callers is counted apart, so that they leave enough for the jobs. */
  readonly forwarded: Pick<CallCounter, 'count'>;
  readonly pace: Pace;
  readonly now: () => Date;
  readonly log: Log;
}

/** A call that goes on to the service as it is. */
export interface ForwardedCall {
  readonly method: 'GET' | 'POST';
  /** One of the contract. */
  readonly path: string;
  /** Of a GET the query, of a POST the form. Of tokens only the account's own may stand in here. */
  readonly fields: Readonly<Record<string, string>>;
  /** Files of the form; sent once. */
  readonly files?: readonly FormFile[];
}

/**
 * Asks the service behind this Pipeline what a caller asked, and answers what it says. It follows no redirect, sends
 * nothing twice, and quotes no token.
 *
 * @throws CallRefusal 429 when the service may not be asked now, 502 when it answers nothing usable, 503 when it does
 *   not answer
 */
export async function forward(
  deps: ForwardDeps,
  call: ForwardedCall,
): Promise<APIGatewayProxyStructuredResultV2> {
  await takePlace(deps, call);
  const answer = await ask(deps, call);
  const { status } = answer;
  if (status === 429) {
    const seconds = retryAfterSeconds(answer.headers.get('retry-after')) ?? PAUSE_SECONDS;
    await deps.pace.tooMany(seconds);
    throw tooMany(seconds);
  }
  if (status >= 300 && (status < 400 || status >= 500)) {
    throw unusable(503, `The MVSep API behind this server fails at the moment (HTTP ${status}).`);
  }
  if (!isJson(answer.text)) {
    throw unusable(502, `The MVSep API behind this server answered no JSON (HTTP ${status}).`);
  }
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: answer.text,
  };
}

async function takePlace({ forwarded, pace, now }: ForwardDeps, { path }: ForwardedCall): Promise<void> {
  const { isOver, secondsLeft } = await forwarded.count('FORWARDED', now());
  if (isOver) throw tooMany(secondsLeft);
  try {
    await pace.beforeCall(path);
  } catch (error) {
    if (!(error instanceof RequestBudgetSpent)) throw error;
    throw tooMany(Math.max(1, Math.ceil((error.retryAt.getTime() - now().getTime()) / 1000)));
  }
}

async function ask({ mvsepUrl, log }: ForwardDeps, call: ForwardedCall): Promise<HttpAnswer> {
  try {
    return await httpExchange({ ...requestOf(mvsepUrl, call), timeoutMs: ANSWER_WITHIN_MS });
  } catch (error) {
    // The message and the cause may quote the address, and with it a token.
    log.warn('The MVSep API did not answer a call that was sent on', {
      path: call.path,
      error: error instanceof Error ? error.name : 'unknown',
    });
    const lost =
      call.method === 'POST' ? ' Whether it took the call is not known: look before you repeat it.' : '';
    throw unusable(503, `The MVSep API behind this server does not answer.${lost}`);
  }
}

function requestOf(
  mvsepUrl: string,
  { method, path, fields, files = [] }: ForwardedCall,
): Omit<HttpRequest, 'timeoutMs'> {
  const url = `${mvsepUrl.replace(/\/+$/, '')}${path}`;
  const text = new URLSearchParams(fields).toString();
  if (method === 'GET') return { url: text === '' ? url : `${url}?${text}`, method, headers: {} };
  if (files.length === 0) {
    return { url, method, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: text };
  }
  const form = multipartForm(Object.entries(fields), files);
  const headers = { 'content-type': form.contentType, 'content-length': String(form.bytes) };
  return { url, method, headers, body: form.body };
}

function isJson(text: string): boolean {
  if (text.length > LARGEST_ANSWER_CHARACTERS) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

function tooMany(seconds: number): CallRefusal {
  return new CallRefusal(
    429,
    `The MVSep API behind this server may not be asked more often. Try again in ${seconds} seconds.`,
    { headers: { 'retry-after': String(seconds) } },
  );
}

function unusable(status: 502 | 503, message: string): CallRefusal {
  return new CallRefusal(status, `${message} Try again in a moment.`);
}
