import { setTimeout as sleep } from 'node:timers/promises';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createRequestAllowance } from '../../../shared/jobs/request-allowance.ts';
import { createWebhookArrivals } from '../../../shared/jobs/webhook-arrivals.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { CALL_LIMITS } from '../../../shared/mvsep/client/call-limits.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { pollSeparations } from './poll-separations.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
  WEBHOOKS: z.enum(['job', 'account', 'none']),
  SEPARATION_TIMEOUT_HOURS: z.coerce.number().min(1),
});

/**
 * How long a call waits for its place in the budget; beyond that the run itself waits, or ends. Less than those wait
 * who hand songs over: however much there is to poll, they find room.
 */
const PATIENCE_MS = 500;
/** For the writes around a call. */
const WRITES_MS = 3_000;

const table = openPipelineTable(environment.JOBS_TABLE);
const requestsPerMinute = environment.REQUESTS_PER_MINUTE;
const now = () => new Date();
const webhooks = createWebhookArrivals(table, environment.WEBHOOKS !== 'none', now);

const deps = {
  table,
  jobs: createJobTable(table),
  client: createMvsepClient({
    baseUrl: environment.MVSEP_URL,
    timeouts: { answerMs: CALL_LIMITS.pollMs },
    pace: createRequestAllowance({ table, requestsPerMinute, patienceMs: PATIENCE_MS, now }),
  }),
  stepFunctions: new SFNClient(),
  upstream: new URL(environment.MVSEP_URL).host,
  separationTimeoutHours: environment.SEPARATION_TIMEOUT_HOURS,
  webhooksExpected: webhooks.expected,
  requestsPerMinute,
  longestCallMs: CALL_LIMITS.pollMs + PATIENCE_MS + WRITES_MS,
  sleep,
  now,
  log: createLogger('poll-separations'),
};

/** Schedule → looks at the waiting steps that get due while the function may run, as far as the budget goes. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  await pollSeparations({ ...deps, timeLeftMs: () => context.getRemainingTimeInMillis() });
}
