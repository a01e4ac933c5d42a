import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { openEngineStore } from '../../../shared/engine/open-engine-store.ts';
import { getSeparation as call } from '../../../shared/mvsep/contract/get-separation.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { getSeparation } from './get-separation.ts';

const { ENGINE_URL: engineUrl } = readEnvironment({ ENGINE_URL: z.url() });

const deps = { store: openEngineStore(), engineUrl, now: () => new Date() };

/** GET /api/separation/get → the state of a separation; 200 for a hash that is unknown, too. */
export const handler = answerCall(call, callFrame('get-separation'), (request) =>
  getSeparation(deps, request),
);
