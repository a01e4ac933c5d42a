import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { showUser as contract } from '../../../shared/mvsep/contract/show-user.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { currentLines } from './current-lines.ts';
import { showUser } from './show-user.ts';

const environment = readEnvironment({
  ACCOUNTS_TABLE: z.string().min(1),
  OWNER_TOKEN_SECRET: z.string().min(1),
  TOKEN_KEY_SECRET: z.string().min(1),
});

const documents = documentClient();

const deps = {
  currentLines: (accountId: string) => currentLines(documents, environment.ACCOUNTS_TABLE, accountId),
  ownerToken: secretReader(environment.OWNER_TOKEN_SECRET),
  tokenKey: secretReader(environment.TOKEN_KEY_SECRET),
  now: () => new Date(),
};

/** GET /api/app/user → the account of a token, its credits, and the separations that run for it. */
export const handler = answerCall(contract, callFrame('show-user'), (request) => showUser(deps, request));
