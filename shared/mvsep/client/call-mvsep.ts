import * as z from 'zod';
import { MvsepUnauthorized } from '../../errors/mvsep-unauthorized.ts';
import { apiToken } from '../contract/api-token.ts';
import type { ApiCall } from '../contract/call.ts';
import { CALL_LIMITS } from './call-limits.ts';
import { type HttpAnswer, type HttpRequest, httpExchange } from './http-exchange.ts';
import { type FormFile, multipartForm } from './multipart-form.ts';
import { networkFailure } from './network-failure.ts';
import type { OnceOnly } from './once-only.ts';
import { failedStatus, refusal, unreadableAnswer } from './refused-answer.ts';
import { retryAfterSeconds } from './retry-after-seconds.ts';
import { wireTexts } from './wire-texts.ts';

/** Keeps calls within what the service allows. */
export interface Pace {
  /**
   * Asked before every call: comes back when it may be sent.
   * @throws RequestBudgetSpent it may not, and waiting would take too long.
   */
  beforeCall(callName: string): Promise<void>;
  /** Told of every 429, and of how long the service asks to wait. */
  tooMany(retryAfterSeconds: number | undefined): Promise<void>;
}

export interface MvsepSettings {
  /** By default calls are sent at once. */
  readonly pace?: Pace;
  /** Address of the service, for example `https://mvsep.com`; `/api/…` is added to it. */
  readonly baseUrl: string;
  /** Reads the account token when a call needs it. */
  readonly token?: () => Promise<string>;
  readonly timeouts?: {
    /** Limit on a whole call without a file; by default 20 seconds, and two minutes for a create. */
    readonly answerMs?: number;
    /** Limit on a whole call with a file; 13 minutes by default. */
    readonly uploadMs?: number;
  };
}

const TOO_MANY_REQUESTS = 429;

interface CallOptions {
  /** Gives up on the call. Aborting one that may not be repeated leaves its outcome open. */
  readonly signal?: AbortSignal;
  /** Files of the form, in the order in which they are sent. */
  readonly files?: readonly FormFile[];
}

/**
 * Makes one call of the contract and reads its answer. Sends nothing twice.
 *
 * @param params the fields of the call, as they stand on the wire; checked before anything is sent.
 * @throws MvsepUnauthorized, MvsepBusy, MvsepRejected the service refused; nothing was charged.
 * @throws MvsepUnavailable, MvsepProtocolError the call may be repeated.
 * @throws RequestBudgetSpent the pace does not allow it; nothing was sent.
 * @throws MvsepAmbiguous a call that may not be repeated, such as a create, whose outcome is unknown.
 * @throws z.ZodError the parameters are not those of the call; nothing was sent.
 */
export async function callMvsep<Params extends z.ZodType, Answer extends z.ZodType>(
  settings: MvsepSettings,
  call: ApiCall<Params, Answer>,
  params: unknown,
  options: CallOptions = {},
): Promise<z.output<Answer>> {
  const base = settings.baseUrl.replace(/\/+$/, '');
  const host = new URL(base).host;
  const fields = wireTexts(call.params.parse(params));
  if (needsToken(settings, call, fields)) fields.push(['api_token', await readToken(settings, call.name)]);
  await settings.pace?.beforeCall(call.name);
  // Fields are on the wire from here on: no error below may quote the request.
  const answer = await exchange(call, host, {
    ...requestFor(call, base, fields, options.files),
    timeoutMs: timeLimit(settings, call, options.files),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  if (answer.status === TOO_MANY_REQUESTS) {
    await settings.pace?.tooMany(retryAfterSeconds(answer.headers.get('retry-after')));
  }
  return readAnswer(call, host, answer);
}

function timeLimit(
  { timeouts }: MvsepSettings,
  call: { readonly repeatable: boolean },
  files: readonly FormFile[] = [],
): number {
  if (files.length > 0) return timeouts?.uploadMs ?? CALL_LIMITS.uploadMs;
  return timeouts?.answerMs ?? (call.repeatable ? CALL_LIMITS.answerMs : CALL_LIMITS.createMs);
}

async function exchange(call: OnceOnly, host: string, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await httpExchange(request);
  } catch (error) {
    throw networkFailure(call, host, error);
  }
}

function requestFor(
  call: ApiCall<z.ZodType, z.ZodType>,
  base: string,
  fields: [string, string][],
  files: readonly FormFile[] = [],
): Pick<HttpRequest, 'url' | 'method' | 'headers' | 'body'> {
  const { method } = call;
  if (method === 'GET') {
    const query = new URLSearchParams(fields).toString();
    return { url: `${base}${call.path}${query === '' ? '' : `?${query}`}`, method, headers: {} };
  }
  if (files.length === 0) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { url: `${base}${call.path}`, method, headers, body: new URLSearchParams(fields).toString() };
  }
  const form = multipartForm(fields, files);
  const headers = { 'content-type': form.contentType, 'content-length': String(form.bytes) };
  return { url: `${base}${call.path}`, method, headers, body: form.body };
}

function needsToken(
  settings: MvsepSettings,
  call: ApiCall<z.ZodType, z.ZodType>,
  fields: readonly [string, string][],
): boolean {
  if (call.token === 'optional-query') return settings.token !== undefined;
  if (call.token !== 'query-for-mirror') return call.token !== 'none';
  return fields.some(([name, value]) => name === 'mirror' && value === '1');
}

async function readToken(settings: MvsepSettings, callName: string): Promise<string> {
  if (settings.token === undefined)
    throw new Error(`${callName} needs an account token, and none is configured.`);
  const token = apiToken.safeParse(await settings.token());
  if (token.success) return token.data;
  throw new MvsepUnauthorized(
    'The stored account token is not made of letters and digits. Give the api_token of your account; the pipeline takes it from its token secret.',
  );
}

function readAnswer<Params extends z.ZodType, Answer extends z.ZodType>(
  call: ApiCall<Params, Answer>,
  host: string,
  answer: HttpAnswer,
): z.output<Answer> {
  const body = parseJson(answer.text);
  if (answer.status < 200 || answer.status > 299) throw failedStatus(call, host, answer, body);
  const read = call.answer.safeParse(body);
  if (read.success) return read.data;
  throw refusedBody(body)
    ? refusal(call, host, answer.status, body)
    : unreadableAnswer(call, host, read.error);
}

const refused = z.object({ success: z.union([z.literal(false), z.literal('false'), z.literal(0)]) });

function refusedBody(body: unknown): boolean {
  return refused.safeParse(body).success;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // HTML error pages arrive with any status; what they mean follows from the status alone.
    return undefined;
  }
}
