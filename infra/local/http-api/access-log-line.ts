import type { IncomingMessage } from 'node:http';
import { LOCAL_ACCOUNT } from '../location.ts';
import { splitTarget } from '../signature/split-target.ts';
import { commonLogTime } from './http-api-event.ts';

/** How a request ended. */
export interface RequestOutcome {
  readonly apiId: string;
  readonly stage: string;
  readonly requestId: string;
  readonly routeKey: string;
  readonly status: number;
  readonly responseBytes: number;
  readonly received: Date;
  readonly milliseconds: number;
  readonly integrationErrorMessage: string;
}

/**
 * Fills in the $context variables of an access log format; one that has no value becomes "-", as on AWS.
 * The path of a request is logged without its query.
 */
export function accessLogLine(format: string, request: IncomingMessage, outcome: RequestOutcome): string {
  const values: Readonly<Record<string, string>> = {
    accountId: LOCAL_ACCOUNT,
    apiId: outcome.apiId,
    domainName: request.headers.host ?? '-',
    'error.message': outcome.integrationErrorMessage,
    httpMethod: request.method ?? '-',
    'identity.sourceIp': request.socket.remoteAddress ?? '-',
    'identity.userAgent': request.headers['user-agent'] ?? '-',
    'integration.error': outcome.integrationErrorMessage,
    'integration.latency': String(outcome.milliseconds),
    integrationErrorMessage: outcome.integrationErrorMessage,
    integrationLatency: String(outcome.milliseconds),
    path: splitTarget(request.url ?? '/').rawPath,
    protocol: `HTTP/${request.httpVersion}`,
    requestId: outcome.requestId,
    requestTime: commonLogTime(outcome.received),
    requestTimeEpoch: String(outcome.received.getTime()),
    responseLatency: String(outcome.milliseconds),
    responseLength: String(outcome.responseBytes),
    routeKey: outcome.routeKey,
    stage: outcome.stage,
    status: String(outcome.status),
  };
  return format.replace(/\$context\.([A-Za-z.]*[A-Za-z])/g, (_, name: string) => values[name] ?? '-');
}
