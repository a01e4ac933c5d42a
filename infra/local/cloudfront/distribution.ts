import { randomUUID } from 'node:crypto';
import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { AwsServiceError } from '../aws-service-error.ts';
import { type HandleRequest, type Listener, listen } from '../listener/listen.ts';
import { splitTarget } from '../signature/split-target.ts';
import type { Behavior, DistributionConfig } from './distribution-config.ts';
import { matchBehavior } from './match-behavior.ts';
import { type OriginRequest, originRequest } from './origin-request.ts';
import { viewerHeaders } from './viewer-headers.ts';

/** Longest URL that CloudFront takes. */
const MAXIMUM_URL_BYTES = 8192;

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
    response.setHeader('x-amz-cf-id', randomUUID());
    const target = request.url ?? '/';
    const behavior = matchBehavior(config, splitTarget(target).rawPath);
    const refusal = refuse(target, behavior, request);
    if (refusal !== undefined) return answerError(response, ...refusal);
    try {
      await forward(config, behavior, request, response);
    } catch (error) {
      if (!(error instanceof AwsServiceError)) throw error;
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

function refuse(target: string, behavior: Behavior, request: IncomingMessage): [number, string] | undefined {
  if (target.length > MAXIMUM_URL_BYTES) return [414, `The URL is longer than ${MAXIMUM_URL_BYTES} bytes.`];
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

async function forward(
  config: DistributionConfig,
  behavior: Behavior,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const toOrigin = originRequest(config, behavior, request);
  const upstream = openUpstream(toOrigin);
  response.once('close', () => upstream.destroy());
  let answer: IncomingMessage;
  try {
    answer = await exchange(upstream, request, toOrigin.readTimeoutSeconds * 1000);
  } catch (error) {
    if (response.destroyed) return;
    const timedOut = error instanceof Error && error.message === TIMED_OUT;
    if (timedOut)
      return answerError(response, 504, "We can't connect to the server for this app: it timed out.");
    return answerError(response, 502, 'CloudFront could not get a valid answer from the origin.');
  }
  const headers = viewerHeaders(answer.headers, behavior.responseHeaders, request.headers.origin);
  const via = `${answer.httpVersion} ${config.domainName} (CloudFront)`;
  response.writeHead(answer.statusCode ?? 502, { ...headers, via, 'x-cache': 'Miss from cloudfront' });
  watchSilence(answer, response, toOrigin.readTimeoutSeconds * 1000);
  // A cut on either side cuts the other: a viewer must not take half an object for all of it.
  await pipeline(answer, response).catch(() => response.destroy());
}

const TIMED_OUT = 'The origin did not answer in time.';

function openUpstream({ url, target, method, headers }: OriginRequest): ClientRequest {
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return open({ hostname: url.hostname, port: url.port, path: target, method, headers, agent: false });
}

/** Sends the viewer's body; the clock for the answer starts when the origin has all of it. */
function exchange(
  upstream: ClientRequest,
  request: IncomingMessage,
  limit: number,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const startClock = () => {
      timer = setTimeout(() => upstream.destroy(new Error(TIMED_OUT)), limit);
    };
    upstream.once('finish', startClock);
    upstream.once('response', (answer) => {
      clearTimeout(timer);
      upstream.off('finish', startClock);
      resolve(answer);
    });
    upstream.on('error', reject);
    upstream.once('close', () => {
      clearTimeout(timer);
      reject(new Error('The origin closed the connection.'));
    });
    request.once('error', (error) => upstream.destroy(error));
    request.pipe(upstream);
  });
}

/** Cuts an origin that falls silent in the middle of its answer; a slow viewer is no silence. */
function watchSilence(answer: IncomingMessage, response: ServerResponse, limit: number): void {
  const timer = setTimeout(() => {
    if (response.writableNeedDrain) timer.refresh();
    else answer.destroy(new Error(TIMED_OUT));
  }, limit);
  answer.on('data', () => timer.refresh());
  response.on('drain', () => timer.refresh());
  answer.once('close', () => clearTimeout(timer));
}

function answerError(response: ServerResponse, status: number, reason: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from(
    '<!DOCTYPE html><html><head><title>ERROR: The request could not be satisfied</title></head><body>' +
      `<h1>${status} ERROR</h1><h2>The request could not be satisfied.</h2><p>${reason}</p>` +
      '<p>Generated by cloudfront (CloudFront)</p></body></html>',
  );
  response
    .writeHead(status, {
      'content-type': 'text/html',
      'content-length': body.length,
      'x-cache': 'Error from cloudfront',
    })
    .end(body);
}
