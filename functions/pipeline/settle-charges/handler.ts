import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createRequestAllowance } from '../../../shared/jobs/request-allowance.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { CALL_LIMITS } from '../../../shared/mvsep/client/call-limits.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { settleDueCharges } from './settle-due-charges.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  MVSEP_TOKEN_SECRET: z.string().min(1),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
});

/** How long a call waits for its place in the budget of requests; what is left then is settled by the next run. */
const PATIENCE_MS = 5_000;
/** A page that is begun must be settled in time: one call, and the writes for its twenty entries. */
const LONGEST_PAGE_MS = CALL_LIMITS.pollMs + PATIENCE_MS + 10_000;

const table = openPipelineTable(environment.JOBS_TABLE);
const now = () => new Date();

const deps = {
  table,
  jobs: createJobTable(table),
  client: createMvsepClient({
    baseUrl: environment.MVSEP_URL,
    token: secretReader(environment.MVSEP_TOKEN_SECRET),
    timeouts: { answerMs: CALL_LIMITS.pollMs },
    pace: createRequestAllowance({
      table,
      requestsPerMinute: environment.REQUESTS_PER_MINUTE,
      patienceMs: PATIENCE_MS,
      now,
    }),
  }),
  now,
  log: createLogger('settle-charges'),
};

/** Schedule → settles what ended steps really cost, as far as time and the budget of requests go. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  await settleDueCharges({
    ...deps,
    longestRunSeconds: context.getRemainingTimeInMillis() / 1000,
    hasTime: () => context.getRemainingTimeInMillis() > LONGEST_PAGE_MS,
  });
}
