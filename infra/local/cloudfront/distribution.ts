import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { AwsServiceError } from '../aws-service-error.ts';
import { discardBody } from '../listener/discard-body.ts';
import { type HandleRequest, type Listener, listen } from '../listener/listen.ts';
import { answerError } from './answer-error.ts';
import type { Behavior, DistributionConfig } from './distribution-config.ts';
import { EdgeFunctionFailure } from './edge-function-failure.ts';
import type { ViewerAnswer } from './edge-response.ts';
import { matchBehavior } from './match-behavior.ts';
import { originRequest } from './origin-request.ts';
import { type EdgePlace, onViewerRequest, onViewerResponse } from './run-edge-function.ts';
import { openUpstream, sendToOrigin, TIMED_OUT, watchSilence } from './upstream.ts';
import { viewerHeaders } from './viewer-headers.ts';
import { type ViewerRequest, viewerRequest } from './viewer-request.ts';

/** Longest URL that CloudFront takes. */
const MAXIMUM_URL_BYTES = 8192;

/** How much of a body that a function did not want is read to be polite: a loopback second or two. */
const MAXIMUM_UNWANTED_BYTES = 1024 ** 3;

/** One CloudFront distribution. */
export interface Distribution {
  readonly handle: HandleRequest;
  /** @param port 0, the default, takes a free one. */
  listen(port?: number): Promise<Listener>;
}

/**
 * Serves a distribution: picks the behaviour by path, refuses methods it does not allow, and streams request
 * and response between viewer and origin, holding no body in memory.
 *
 * It caches nothing and every answer is a miss: a cache on the same machine saves nothing, and would only
 * hide mistakes that come to light when an object changes.
 *
 * @throws Error when a behaviour names an origin that is not there, or allows writes to an S3 origin, which
 *   are not modelled.
 */
export function createDistribution(config: DistributionConfig): Distribution {
  for (const behavior of [config.defaultBehavior, ...(config.behaviors ?? [])])
    checkBehavior(config, behavior);
  const handle: HandleRequest = async (request, response) => {
    const requestId = randomUUID();
    response.setHeader('x-amz-cf-id', requestId);
    const viewer = viewerRequest(request);
    const behavior = matchBehavior(config, viewer.path);
    const refusal = refuse(behavior, request);
    if (refusal !== undefined) return answerError(response, ...refusal);
    const place = { distributionId: config.id, domainName: config.domainName, requestId };
    try {
      await answer({ config, behavior, place, request, response, viewer });
    } catch (error) {
      const known = error instanceof AwsServiceError || error instanceof EdgeFunctionFailure;
      if (!known) throw error;
      if (error instanceof EdgeFunctionFailure) discardBody(request, MAXIMUM_UNWANTED_BYTES);
      answerError(response, error.status, error.message);
    }
  };
  return { handle, listen: (port) => listen(handle, port) };
}

function checkBehavior(config: DistributionConfig, behavior: Behavior): void {
  const origin = config.origins[behavior.targetOriginId];
  if (origin === undefined) {
    throw new Error(`The distribution ${config.id} has no origin "${behavior.targetOriginId}".`);
  }
  const writes = behavior.allowedMethods.filter((method) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
  if (origin.kind === 's3' && writes.length > 0) {
    throw new Error(
      `The distribution ${config.id} allows ${writes.join(', ')} on the bucket ${origin.bucket}; ` +
        'only reads through CloudFront are modelled.',
    );
  }
}

function refuse(behavior: Behavior, request: IncomingMessage): [number, string] | undefined {
  if ((request.url ?? '').length > MAXIMUM_URL_BYTES)
    return [414, `The URL is longer than ${MAXIMUM_URL_BYTES} bytes.`];
  if (!behavior.allowedMethods.includes(request.method ?? '')) {
    return [
      403,
      'This distribution is not configured to allow the HTTP request method that was used for this request.',
    ];
  }
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (hasBody && request.method === 'GET') return [403, 'A GET request must not have a body.'];
  return undefined;
}

/** One request on its way. */
interface Exchange {
  readonly config: DistributionConfig;
  readonly behavior: Behavior;
  readonly place: EdgePlace;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly viewer: ViewerRequest;
}

async function answer(exchange: Exchange): Promise<void> {
  const { behavior, place, request, response, viewer } = exchange;
  if (behavior.viewerRequest === undefined) return forward(exchange);
  const seen = onViewerRequest(behavior.viewerRequest, place, viewer);
  if ('goesOn' in seen) return forward({ ...exchange, viewer: seen.goesOn });
  writeAnswer(response, seen.answer);
  discardBody(request, MAXIMUM_UNWANTED_BYTES);
}

function writeAnswer(response: ServerResponse, { status, reason, headers, body }: ViewerAnswer): void {
  if (reason !== undefined) response.statusMessage = reason;
  response
    .writeHead(status, {
      ...headers,
      'content-length': body?.length ?? 0,
      'x-cache': 'FunctionGeneratedResponse from cloudfront',
    })
    .end(body);
}

async function forward(exchange: Exchange): Promise<void> {
  const { config, behavior, request, response, viewer } = exchange;
  const toOrigin = originRequest(config, behavior, viewer);
  const upstream = openUpstream(toOrigin);
  response.once('close', () => upstream.destroy());
  let answer: IncomingMessage;
  try {
    answer = await sendToOrigin(upstream, request, toOrigin.readTimeoutSeconds * 1000);
  } catch (error) {
    if (response.destroyed) return;
    const timedOut = error instanceof Error && error.message === TIMED_OUT;
    if (timedOut)
      return answerError(response, 504, "We can't connect to the server for this app: it timed out.");
    return answerError(response, 502, 'CloudFront could not get a valid answer from the origin.');
  }
  const status = answer.statusCode ?? 502;
  const headers = headersForViewer(exchange, answer, status);
  const via = `${answer.httpVersion} ${config.domainName} (CloudFront)`;
  response.writeHead(status, { ...headers, via, 'x-cache': 'Miss from cloudfront' });
  watchSilence(answer, response, toOrigin.readTimeoutSeconds * 1000);
  // A cut on either side cuts the other: a viewer must not take half an object for all of it.
  await pipeline(answer, response).catch(() => response.destroy());
}

/** CloudFront asks no function about an answer of 400 or more. */
function headersForViewer({ behavior, place, viewer }: Exchange, answer: IncomingMessage, status: number) {
  const headers = viewerHeaders(answer.headers, behavior.responseHeaders, viewer.headers.origin?.[0]);
  if (behavior.viewerResponse === undefined || status >= 400) return headers;
  try {
    const reason = answer.statusMessage ?? '';
    return onViewerResponse(behavior.viewerResponse, place, viewer, { status, reason, headers });
  } catch (error) {
    answer.destroy();
    throw error;
  }
}
