import * as z from 'zod';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { showAccount as operation } from '../../../shared/api/operations/show-account.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { creditLimit } from '../../../shared/jobs/credit-limit.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createRequestAllowance } from '../../../shared/jobs/request-allowance.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { CALL_LIMITS } from '../../../shared/mvsep/client/call-limits.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { serviceAccountReader } from './service-account.ts';
import { showAccount } from './show-account.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  MVSEP_TOKEN_SECRET: z.string().min(1),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
  CREDITS_PER_MONTH: creditLimit,
});

/** A caller waits for the answer: separations come first, so that a full minute is a refusal and no wait. */
const PATIENCE_MS = 2_000;

const log = createLogger('show-account');
const now = () => new Date();
const table = openPipelineTable(environment.JOBS_TABLE);
const requestsPerMinute = environment.REQUESTS_PER_MINUTE;

const client = createMvsepClient({
  baseUrl: environment.MVSEP_URL,
  token: secretReader(environment.MVSEP_TOKEN_SECRET),
  timeouts: { answerMs: CALL_LIMITS.webhookMs },
  pace: createRequestAllowance({ table, requestsPerMinute, patienceMs: PATIENCE_MS, now }),
});

const deps = {
  table,
  readServiceAccount: serviceAccountReader({ client, host: new URL(environment.MVSEP_URL).host, now, log }),
  creditsPerMonth: environment.CREDITS_PER_MONTH,
  now,
};

/** GET /v1/account → the credits, the queue of the service, and what is under way. */
export const handler = answerOperation(operation, log, (request) => showAccount(deps, request));
