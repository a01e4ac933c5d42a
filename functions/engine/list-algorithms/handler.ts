import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { openPublications } from '../../../shared/engine/publications/open-publications.ts';
import { listAlgorithms } from '../../../shared/mvsep/contract/list-algorithms.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { algorithmsServing } from './describe-algorithms.ts';
import { popularityReader } from './popularity-reader.ts';

const frame = callFrame('list-algorithms');
const describeAlgorithms = algorithmsServing();
const readPopularity = popularityReader(openPublications(), frame.now);

/** GET /api/app/algorithms → a bare array of the separation types, active where they run here. */
export const handler = answerCall(listAlgorithms, frame, async ({ params }) =>
  describeAlgorithms(params.scopes, await readPopularity()),
);
