import type { CallHandler } from '../../../shared/engine/http/answer-call.ts';
import { answerError } from '../../../shared/engine/http/answer-error.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { countCall } from '../../../shared/engine/http/count-call.ts';
import { viewerAddress } from '../../../shared/engine/http/viewer-address.ts';
import { answerUnknown } from './answer-unknown.ts';

const frame = callFrame('answer-unknown');

/** Everything that no route takes → 404 or 405, in the shape of every error of the API. */
export const handler: CallHandler = async (event) => {
  const { headers, refusal } = await countCall(frame, { kind: 'anonymous', address: viewerAddress(event) });
  if (refusal !== undefined) return answerError(frame.log, refusal, headers);
  return answerUnknown(event, headers);
};
