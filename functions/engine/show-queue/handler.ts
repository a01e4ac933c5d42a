import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { showQueue as call } from '../../../shared/mvsep/contract/show-queue.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { showQueue } from './show-queue.ts';

const environment = readEnvironment({ ACCOUNTS_TABLE: z.string().min(1), QUEUE_TABLE: z.string().min(1) });

const deps = {
  store: {
    documents: documentClient(),
    accounts: environment.ACCOUNTS_TABLE,
    queue: environment.QUEUE_TABLE,
  },
  now: () => new Date(),
};

/** GET /api/app/queue → how many separations run and wait. */
export const handler = answerCall(call, callFrame('show-queue'), (request) => showQueue(deps, request));
