import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { CallFrame } from './call-frame.ts';
import type { CallEvent, CallHandler } from './call-handler.ts';
import { callMiddleware } from './call-middleware.ts';
import { viewerAddress } from './viewer-address.ts';

/**
 * Makes a Lambda handler of what is answered beside the calls of the contract: it counts by address, and answers
 * errors as calls do.
 */
export function answerAnyone(
  frame: Pick<CallFrame, 'calls' | 'log' | 'now' | 'originKey'>,
  answer: (event: CallEvent) => APIGatewayProxyStructuredResultV2,
): CallHandler {
  const whoAsks = async (event: CallEvent) => ({
    form: { fields: {}, files: {} },
    caller: { kind: 'anonymous', address: viewerAddress(event, frame.originKey) } as const,
  });
  return middy<CallEvent, APIGatewayProxyStructuredResultV2>()
    .use(callMiddleware.headWithoutBody())
    .use(callMiddleware.counted(frame, whoAsks))
    .use(callMiddleware.errorsAnswered(frame.log))
    .handler(async (event) => answer(event));
}
