import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { openEngineStore } from '../../../shared/engine/open-engine-store.ts';
import { cancelSeparation as call } from '../../../shared/mvsep/contract/cancel-separation.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { cancelSeparation } from './cancel-separation.ts';

const { ENGINE_URL: engineUrl } = readEnvironment({ ENGINE_URL: z.url() });

const deps = { store: openEngineStore(), engineUrl, now: () => new Date() };

/** POST /api/separation/cancel → a separation that has not started is gone, and its credits are back. */
export const handler = answerCall(call, callFrame('cancel-separation'), (request) =>
  cancelSeparation(deps, request),
);
