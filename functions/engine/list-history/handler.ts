import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { listHistory as call } from '../../../shared/mvsep/contract/list-history.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { listHistory } from './list-history.ts';

const { ACCOUNTS_TABLE: accounts } = readEnvironment({ ACCOUNTS_TABLE: z.string().min(1) });

const deps = { store: { documents: documentClient(), accounts }, now: () => new Date() };

/** GET /api/app/separation_history → what the account has separated. */
export const handler = answerCall(call, callFrame('list-history'), (request) => listHistory(deps, request));
