import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { jobInput } from '../../../shared/jobs/job-input.ts';
import { openJobTable } from '../../../shared/jobs/open-job-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { awaitResult } from './await-result.ts';

const environment = readEnvironment({ JOBS_TABLE: z.string().min(1) });

const deps = {
  jobs: openJobTable(environment.JOBS_TABLE),
  stepFunctions: new SFNClient(),
  now: () => new Date(),
  log: createLogger('await-result'),
};

const input = jobInput.extend({ taskToken: z.string().min(1).max(2048) });

/** Workflow step: leaves the task token with the job; the webhook or the poller ends the wait with it. */
export async function handler(event: unknown): Promise<void> {
  const startedAt = new Date();
  const { jobId, taskToken } = input.parse(event);
  await awaitResult(deps, jobId, taskToken, startedAt);
}
