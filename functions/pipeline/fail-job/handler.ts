import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import * as z from 'zod';
import { failedExecution } from '../../../shared/aws/failed-execution.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { failJob } from '../../../shared/jobs/fail-job.ts';
import { jobInput } from '../../../shared/jobs/job-input.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';

const environment = readEnvironment({ JOBS_TABLE: z.string().min(1) });

const table = openPipelineTable(environment.JOBS_TABLE);

const deps = {
  table,
  jobs: createJobTable(table),
  eventBridge: new EventBridgeClient(),
  now: () => new Date(),
  log: createLogger('fail-job'),
};

/** Workflow step, and the target of ended executions: ends a job whose execution cannot. */
export async function handler(event: unknown): Promise<{ jobId: string }> {
  const { input, error, executionArn } = failedExecution.parse(event);
  const { jobId } = jobInput.parse(input);
  await failJob(deps, jobId, error, executionArn);
  return { jobId };
}
