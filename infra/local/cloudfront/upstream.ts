import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { OriginRequest } from './origin-request.ts';

/** Message of the error with which an exchange ends that took too long. */
export const TIMED_OUT = 'The origin did not answer in time.';

/** Opens the request to the origin; its body is still to come. */
export function openUpstream({ url, target, method, headers }: OriginRequest): ClientRequest {
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return open({ hostname: url.hostname, port: url.port, path: target, method, headers, agent: false });
}

/** Sends the viewer's body; the clock for the answer starts when the origin has all of it. */
export function sendToOrigin(
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
export function watchSilence(answer: IncomingMessage, response: ServerResponse, limit: number): void {
  const timer = setTimeout(() => {
    if (response.writableNeedDrain) timer.refresh();
    else answer.destroy(new Error(TIMED_OUT));
  }, limit);
  answer.on('data', () => timer.refresh());
  response.on('drain', () => timer.refresh());
  answer.once('close', () => clearTimeout(timer));
}
