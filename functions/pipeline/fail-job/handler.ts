import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { jobInput } from '../../../shared/jobs/job-input.ts';
import { openJobTable } from '../../../shared/jobs/open-job-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { failJob } from './fail-job.ts';

const environment = readEnvironment({ JOBS_TABLE: z.string().min(1) });

const deps = {
  jobs: openJobTable(environment.JOBS_TABLE),
  now: () => new Date(),
  log: createLogger('fail-job'),
};

const input = jobInput.extend({
  error: z.object({ Error: z.string().min(1), Cause: z.string().nullish() }),
});

/** Workflow step, and the target of ended executions: writes down why a job failed. */
export async function handler(event: unknown): Promise<{ jobId: string }> {
  const { jobId, error } = input.parse(event);
  await failJob(deps, jobId, { name: error.Error, cause: error.Cause ?? undefined });
  return { jobId };
}
