import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { showQueue as call } from '../../../shared/mvsep/contract/show-queue.ts';
import { answerCallWith } from '../../../shared/mvsep/server/answer-call.ts';
import { openForward } from '../../../shared/mvsep-paths/open-forward.ts';
import { pathsFrame } from '../../../shared/mvsep-paths/paths-frame.ts';
import { showQueue } from './show-queue.ts';

const { MVSEP_TOKEN_SECRET: secret } = readEnvironment({ MVSEP_TOKEN_SECRET: z.string().min(1) });

const deps = { ...openForward('show-queue'), accountToken: secretReader(secret) };

/** GET /api/app/queue → the queue of the service. */
export const handler = answerCallWith(call, pathsFrame('show-queue'), (request) => showQueue(deps, request));
