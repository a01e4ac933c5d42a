import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { ApiProblem } from '../../errors/api-problem.ts';
import type { Log } from '../../logging/logger.ts';
import { describeProblem } from '../problem.ts';

/**
 * Turns an error into an answer: a problem into its status and sentence, anything else into a 500 that says nothing
 * about our inside, with the error in the log.
 */
export function answerProblem(log: Log, error: unknown): APIGatewayProxyStructuredResultV2 {
  if (!(error instanceof ApiProblem)) log.error('The request failed.', { error });
  const { kind, message, errors, headers } =
    error instanceof ApiProblem
      ? error
      : new ApiProblem('failed', 'The server failed. Try again in a moment.');
  const body = describeProblem(kind, message, [...errors]);
  return {
    statusCode: body.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}
