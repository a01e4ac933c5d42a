import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { EngineRefusal } from '../errors/engine-refusal.ts';
import type { Log } from '../logging/logger.ts';
import { jsonAnswer } from './json-answer.ts';
import { refusalBody } from './refusal-body.ts';

/**
 * Middleware that turns errors of the API's functions into answers: a refusal into its status and sentence,
 * anything else into a 500 that says nothing about our inside, with the error in the log.
 */
export function apiErrors(
  log: Log,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> {
  return {
    onError: (request) => {
      const { error } = request;
      if (error instanceof EngineRefusal) {
        request.response = jsonAnswer(error.status, refusalBody(error.message));
        return;
      }
      log.error('The call failed.', { error });
      request.response = jsonAnswer(500, refusalBody('The server failed. Try again in a moment.'));
    },
  };
}
