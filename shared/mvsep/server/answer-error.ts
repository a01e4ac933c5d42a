import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CallRefusal } from '../../errors/call-refusal.ts';
import type { Log } from '../../logging/logger.ts';
import { jsonAnswer } from './json-answer.ts';
import { fieldRefusalBody, refusalBody } from './refusal-body.ts';

/**
 * Turns an error into an answer: a refusal into its status and sentence, anything else into a 500 that says
 * nothing about our inside, with the error in the log.
 *
 * @param status what the body names as `status`, where clients need one.
 */
export function answerError(log: Log, error: unknown, status?: string): APIGatewayProxyStructuredResultV2 {
  const isRefusal = error instanceof CallRefusal;
  if (!isRefusal) log.error('The call failed.', { error });
  const httpStatus = isRefusal ? error.status : 500;
  const body = isRefusal
    ? error.byField === undefined
      ? refusalBody(error.message)
      : fieldRefusalBody(error.byField)
    : refusalBody('The server failed. Try again in a moment.');
  return jsonAnswer(
    httpStatus,
    status === undefined ? body : { ...body, status },
    isRefusal ? error.headers : {},
  );
}
