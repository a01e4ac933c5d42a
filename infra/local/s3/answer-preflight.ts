import type { IncomingHttpHeaders } from 'node:http';
import { AwsServiceError } from '../aws-service-error.ts';
import { corsHeaders } from './cors-headers.ts';
import type { CorsRule } from './cors-rule.ts';
import type { S3Answer } from './s3-answer.ts';

/**
 * Answers a browser's preflight (OPTIONS), which is never signed.
 * @throws {AwsServiceError} BadRequest without the headers of a preflight, AccessForbidden.
 */
export function answerPreflight(rules: readonly CorsRule[], headers: IncomingHttpHeaders): S3Answer {
  const origin = headers.origin;
  const method = headers['access-control-request-method'];
  if (origin === undefined || method === undefined) {
    const message = 'Insufficient information. Origin and Access-Control-Request-Method are needed.';
    throw new AwsServiceError('BadRequest', message);
  }
  const requestHeaders = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const allowed = corsHeaders(rules, { origin, method, requestHeaders });
  if (allowed !== undefined) return { status: 200, headers: allowed };
  const message =
    rules.length === 0
      ? 'CORSResponse: CORS is not enabled for this bucket.'
      : 'CORSResponse: This CORS request is not allowed: no rule of the bucket matches its Origin, Access-Control-Request-Method and Access-Control-Request-Headers.';
  throw new AwsServiceError('AccessForbidden', message, 403);
}
