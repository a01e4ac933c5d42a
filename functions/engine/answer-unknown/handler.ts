import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { answerAnyone } from '../../../shared/mvsep/server/answer-anyone.ts';
import { answerUnknown } from './answer-unknown.ts';

/** Everything that no route takes → 404 or 405, in the shape of every error of the API. */
export const handler = answerAnyone(callFrame('answer-unknown'), answerUnknown);
