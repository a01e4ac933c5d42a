import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { CALL_LIMITS } from '../../../shared/mvsep/client/call-limits.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { pollSeparations } from './poll-separations.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  REQUESTS_PER_RUN: z.coerce.number().int().min(1),
});

/** A job that is begun must be finished in time: two calls and the writes around them. */
const LONGEST_JOB_MS = 2 * CALL_LIMITS.pollMs + 5_000;

const deps = {
  jobs: createJobTable(openPipelineTable(environment.JOBS_TABLE)),
  client: createMvsepClient({ baseUrl: environment.MVSEP_URL, timeouts: { answerMs: CALL_LIMITS.pollMs } }),
  stepFunctions: new SFNClient(),
  requestsPerRun: environment.REQUESTS_PER_RUN,
  now: () => new Date(),
  log: createLogger('poll-separations'),
};

/** Schedule → one look at every waiting job that is due, as far as time and the request budget go. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  await pollSeparations({
    ...deps,
    longestRunSeconds: context.getRemainingTimeInMillis() / 1000,
    hasTime: () => context.getRemainingTimeInMillis() > LONGEST_JOB_MS,
  });
}
