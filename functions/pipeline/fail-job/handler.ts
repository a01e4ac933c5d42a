import * as z from 'zod';
import { failedExecution } from '../../../shared/aws/failed-execution.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { jobInput } from '../../../shared/jobs/job-input.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { failJob } from './fail-job.ts';

const environment = readEnvironment({ JOBS_TABLE: z.string().min(1) });

const deps = {
  jobs: createJobTable(openPipelineTable(environment.JOBS_TABLE)),
  now: () => new Date(),
  log: createLogger('fail-job'),
};

/** Workflow step, and the target of ended executions: writes down why a job failed. */
export async function handler(event: unknown): Promise<{ jobId: string }> {
  const { input, error } = failedExecution.parse(event);
  const { jobId } = jobInput.parse(input);
  await failJob(deps, jobId, error);
  return { jobId };
}
