import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { EngineRefusal } from '../errors/engine-refusal.ts';
import type { Log } from '../logging/logger.ts';
import { jsonAnswer } from './json-answer.ts';
import { refusalBody } from './refusal-body.ts';

/**
 * Middleware that turns errors of the API's functions into answers: a refusal into its status and sentence,
 * anything else into a 500 that says nothing about our inside, with the error in the log.
 *
 * @param extra what the bodies of a call's errors carry beside that: `get` and `get-remote` name a status.
 */
export function apiErrors(
  log: Log,
  extra: { readonly status?: 'unavailable' } = {},
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      const { error } = request;
      if (error instanceof EngineRefusal) {
        request.response = jsonAnswer(error.status, { ...refusalBody(error.message), ...extra });
        return;
      }
      log.error('The call failed.', { error });
      const body = { ...refusalBody('The server failed. Try again in a moment.'), ...extra };
      request.response = jsonAnswer(500, body);
    },
  };
}
