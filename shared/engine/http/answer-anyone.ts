import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { CallHandler } from './answer-call.ts';
import { answerError } from './answer-error.ts';
import type { CallFrame } from './call-frame.ts';
import { countCall } from './count-call.ts';
import { viewerAddress } from './viewer-address.ts';

/**
 * Makes a Lambda handler of what is answered beside the calls of the contract: it counts by address, and answers
 * errors as calls do.
 *
 * @param answer is given the headers that tell the caller what is left of the minute.
 */
export function answerAnyone(
  frame: Pick<CallFrame, 'calls' | 'log' | 'now'>,
  answer: (
    event: APIGatewayProxyEventV2,
    headers: Readonly<Record<string, string>>,
  ) => APIGatewayProxyStructuredResultV2,
): CallHandler {
  return async (event) => {
    const { headers, refusal } = await countCall(frame, {
      kind: 'anonymous',
      address: viewerAddress(event),
    });
    const answered =
      refusal === undefined ? answer(event, headers) : answerError(frame.log, refusal, headers);
    return event.requestContext.http.method === 'HEAD' ? { ...answered, body: '' } : answered;
  };
}
