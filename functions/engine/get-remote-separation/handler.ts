import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { openEngineStore } from '../../../shared/engine/open-engine-store.ts';
import { getRemote } from '../../../shared/mvsep/contract/get-remote.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { getRemoteSeparation } from './get-remote-separation.ts';

const { ENGINE_URL: engineUrl } = readEnvironment({ ENGINE_URL: z.url() });

const deps = { store: openEngineStore(), engineUrl, now: () => new Date() };

/** GET /api/separation/get-remote → whether the audio behind a link is fetched, and its long hash. */
export const handler = answerCall(getRemote, callFrame('get-remote-separation'), (request) =>
  getRemoteSeparation(deps, request),
);
