import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HandleRequest, type Listener, listen } from '../listener/listen.ts';
import { readBody } from '../listener/read-body.ts';
import { AWS_PAYLOAD_LIMITS, type PayloadLimits } from '../payload-limits.ts';
import { splitTarget } from '../signature/split-target.ts';
import { accessLogLine } from './access-log-line.ts';
import { askAuthorizer } from './ask-authorizer.ts';
import { callFunction } from './call-function.ts';
import { functionResponse, type HttpAnswer } from './function-response.ts';
import type { ApiConfig, InvokeFunction, RouteConfig, StageConfig } from './http-api-config.ts';
import { isPreflight, preflightHeaders, responseCorsHeaders } from './http-api-cors.ts';
import { type HttpApiEvent, httpApiEvent } from './http-api-event.ts';
import { createRouteTable, type MatchRoute, type RouteMatch } from './route-table.ts';
import { type AllowRequest, createThrottle } from './throttle.ts';

const DEFAULT_TIMEOUT_MILLISECONDS = 30_000;
const NO_CONTENT: HttpAnswer = { status: 204, headers: {}, cookies: [], body: Buffer.alloc(0) };

/** What an HTTP API is made of. */
export interface HttpApiParts {
  readonly api: ApiConfig;
  readonly routes: readonly RouteConfig[];
  readonly stage: StageConfig;
  readonly invoke: InvokeFunction;
  /** AWS's own when absent. */
  readonly limits?: PayloadLimits;
  /** Milliseconds of a monotonic clock, for throttling. */
  readonly now?: () => number;
}

/** One HTTP API of API Gateway. */
export interface HttpApi {
  readonly handle: HandleRequest;
  /** @param port 0, the default, takes a free one. */
  listen(port?: number): Promise<Listener>;
}

/** What became of a request: the answer, and what the access log says of it. */
interface Outcome {
  readonly answer: HttpAnswer;
  readonly routeKey?: string;
  readonly failure?: string;
}

/**
 * Serves an HTTP API: routes to Lambda functions (AWS_PROXY, payload format 2.0), with CORS, throttling and
 * the limits of the real service, and its own error bodies.
 *
 * @throws Error for a stage other than $default, which is not modelled, and for a malformed route key.
 */
export function createHttpApi(parts: HttpApiParts): HttpApi {
  if (parts.stage.name !== '$default') {
    throw new Error(
      `The HTTP API ${parts.api.name} has the stage "${parts.stage.name}"; only $default is modelled.`,
    );
  }
  const match = createRouteTable(parts.routes);
  const now = parts.now ?? (() => performance.now());
  const allow = createThrottle(parts.stage, now);
  const handle: HandleRequest = async (request, response) => {
    const received = new Date();
    const started = now();
    const requestId = randomUUID();
    const outcome = await answerRequest(parts, match, allow, request, requestId, received);
    write(parts, request, response, outcome.answer, requestId);
    const log = parts.stage.accessLog;
    log?.write(
      accessLogLine(log.format, request, {
        apiId: parts.api.id,
        stage: parts.stage.name,
        requestId,
        routeKey: outcome.routeKey ?? '-',
        status: outcome.answer.status,
        responseBytes: outcome.answer.body.length,
        received,
        milliseconds: Math.round(now() - started),
        integrationErrorMessage: outcome.failure ?? '-',
      }),
    );
  };
  return { handle, listen: (port) => listen(handle, port) };
}

async function answerRequest(
  parts: HttpApiParts,
  matchRoute: MatchRoute,
  allow: AllowRequest,
  request: IncomingMessage,
  requestId: string,
  received: Date,
): Promise<Outcome> {
  const path = splitTarget(request.url ?? '/').rawPath;
  if (!isPercentEncoded(path)) return { answer: message(400, 'Bad Request') };
  const match = matchRoute(request.method ?? 'GET', path);
  if (match === undefined) {
    const isAnswered = parts.api.cors !== undefined && isPreflight(request);
    return { answer: isAnswered ? NO_CONTENT : message(404, 'Not Found') };
  }
  const { routeKey } = match.route;
  if (!allow(routeKey)) return { answer: message(429, 'Too Many Requests'), routeKey };
  const limits = parts.limits ?? AWS_PAYLOAD_LIMITS;
  const body = await readBody(request, limits.bodyBytes);
  if (body === undefined) return { answer: message(413, 'Request Entity Too Large'), routeKey };
  const facts = { apiId: parts.api.id, stage: parts.stage.name, requestId, match, body, received };
  const passed = await authorize(parts, match, httpApiEvent(request, facts));
  if ('answer' in passed) return { ...passed, routeKey };
  const { event } = passed;
  if (jsonBytes(event) > limits.eventBytes) {
    return { answer: message(413, 'Request Entity Too Large'), routeKey };
  }
  return { ...(await invokeRoute(parts, match, request.method ?? 'GET', event)), routeKey };
}

/** Infinity for an event that is too long for a string of JavaScript. */
function jsonBytes(event: object): number {
  try {
    return Buffer.byteLength(JSON.stringify(event));
  } catch (error) {
    if (error instanceof RangeError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

/** @returns the event for the function behind the route, or the answer to who may not call it. */
async function authorize(
  parts: HttpApiParts,
  { route: { authorizer } }: RouteMatch,
  event: HttpApiEvent,
): Promise<{ readonly event: object } | Outcome> {
  if (authorizer === undefined) return { event };
  const decided = await askAuthorizer(parts, authorizer, event);
  if (decided.outcome === 'denied') return { answer: message(403, 'Forbidden') };
  if (decided.outcome === 'failed') {
    return { answer: message(500, 'Internal Server Error'), failure: decided.reason };
  }
  const requestContext = { ...event.requestContext, authorizer: { lambda: decided.context } };
  return { event: { ...event, requestContext } };
}

async function invokeRoute(
  parts: HttpApiParts,
  { route: { routeKey, functionArn, timeoutMilliseconds } }: RouteMatch,
  method: string,
  event: object,
): Promise<Outcome> {
  const limit = timeoutMilliseconds ?? DEFAULT_TIMEOUT_MILLISECONDS;
  const path = routeKey === '$default' ? routeKey : routeKey.replace(/^\S+ /, method);
  const source = `${parts.stage.name}/${path}`;
  const result = await callFunction(parts, { functionArn, event, source, milliseconds: limit });
  if (result === undefined) {
    return { answer: message(503, 'Service Unavailable'), failure: `No answer within ${limit} ms.` };
  }
  if ('error' in result) {
    const failure = `${result.error.errorType}: ${result.error.errorMessage}`;
    return { answer: message(500, 'Internal Server Error'), failure };
  }
  const answer = functionResponse(result.payload);
  if (answer !== undefined) return { answer };
  return {
    answer: message(500, 'Internal Server Error'),
    failure: 'The response from the Lambda function is not of the form that payload format 2.0 asks for.',
  };
}

function isPercentEncoded(path: string): boolean {
  try {
    decodeURIComponent(path);
    return path.startsWith('/');
  } catch {
    return false;
  }
}

function message(status: number, text: string): HttpAnswer {
  const body = Buffer.from(JSON.stringify({ message: text }));
  return { status, headers: { 'content-type': 'application/json' }, cookies: [], body };
}

function write(
  parts: HttpApiParts,
  request: IncomingMessage,
  response: ServerResponse,
  answer: HttpAnswer,
  requestId: string,
): void {
  const { cors } = parts.api;
  const headers: Record<string, string> = { ...answer.headers };
  if (cors !== undefined) {
    for (const name of Object.keys(headers)) if (name.startsWith('access-control-')) delete headers[name];
    const corsHeaders = isPreflight(request) ? preflightHeaders : responseCorsHeaders;
    Object.assign(headers, corsHeaders(cors, request.headers.origin));
  }
  if (answer.cookies.length > 0) response.setHeader('set-cookie', [...answer.cookies]);
  const length =
    answer.status === 204 || answer.status === 304 ? {} : { 'content-length': answer.body.length };
  response.writeHead(answer.status, { ...headers, ...length, 'apigw-requestid': requestId }).end(answer.body);
}
