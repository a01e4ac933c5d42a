import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { AccountTable } from '../../../shared/engine/accounts/account-table.ts';
import { callFrame } from '../../../shared/engine/http/call-frame.ts';
import { CallCounter } from '../../../shared/http/call-counter.ts';
import { logIn as contract } from '../../../shared/mvsep/contract/log-in.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { logIn } from './log-in.ts';

const WINDOW_SECONDS = 15 * 60;
const ATTEMPTS = 20;
const ATTEMPTS_IN_ALL = 200;

const environment = readEnvironment({
  ACCOUNTS_TABLE: z.string().min(1),
  CALLERS_TABLE: z.string().min(1),
  TOKEN_KEY_SECRET: z.string().min(1),
  MAIL_FROM: z.email().optional(),
});

const documents = documentClient();
const counter = (calls: number) =>
  new CallCounter(documents, environment.CALLERS_TABLE, { calls, windowSeconds: WINDOW_SECONDS });

const deps = {
  accounts: new AccountTable(documents, environment.ACCOUNTS_TABLE),
  tokenKey: secretReader(environment.TOKEN_KEY_SECRET),
  attempts: counter(ATTEMPTS),
  attemptsInAll: counter(ATTEMPTS_IN_ALL),
  needsVerification: environment.MAIL_FROM !== undefined,
  now: () => new Date(),
};

/** POST /api/app/login → the account of an email and its password, with its token. */
export const handler = answerCall(contract, callFrame('log-in'), (request) => logIn(deps, request));
