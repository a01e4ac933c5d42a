import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { CallFrame } from './call-frame.ts';
import type { CallEvent, CallHandler } from './call-handler.ts';
import { callMiddleware } from './call-middleware.ts';

/**
 * Makes a Lambda handler of what is answered beside the calls of the contract: it counts by address, and answers
 * errors as calls do.
 */
export function answerAnyone<Account>(
  frame: Pick<CallFrame<Account>, 'addressOf' | 'calls' | 'countOf' | 'log' | 'now'>,
  answer: (
    event: APIGatewayProxyEventV2,
  ) => APIGatewayProxyStructuredResultV2 | Promise<APIGatewayProxyStructuredResultV2>,
): CallHandler {
  const whoAsks = async (event: APIGatewayProxyEventV2) => ({
    form: { fields: {}, files: {} },
    caller: { kind: 'anonymous', address: frame.addressOf(event) } as const,
  });
  return middy<CallEvent<Account>, APIGatewayProxyStructuredResultV2>()
    .use(callMiddleware.headWithoutBody())
    .use(callMiddleware.counted(frame, whoAsks))
    .use(callMiddleware.errorsAnswered(frame.log))
    .handler(async (event) => answer(event));
}
