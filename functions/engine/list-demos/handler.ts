import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { openPublications } from '../../../shared/engine/publications/open-publications.ts';
import { listDemos } from '../../../shared/mvsep/contract/list-demos.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { demoPage } from './demo-page.ts';

const frame = callFrame('list-demos');
const publications = openPublications();

/** GET /api/app/demo → a bare array of separations that anybody may see. */
export const handler = answerCall(listDemos, frame, ({ params }) =>
  demoPage(publications, params, frame.now()),
);
