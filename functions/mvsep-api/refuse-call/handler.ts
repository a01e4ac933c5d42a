import { answerAnyone } from '../../../shared/mvsep/server/answer-anyone.ts';
import { pathsFrame } from '../../../shared/mvsep-paths/paths-frame.ts';
import { refuseCall } from './refuse-call.ts';

/** Everything below /api/ that no other function answers → 400, 404 or 405, in the shape of every error there. */
export const handler = answerAnyone(pathsFrame('refuse-call'), refuseCall);
