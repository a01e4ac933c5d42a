import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { failedExecution } from '../../../shared/aws/failed-execution.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { type StepRef, stepRef } from '../../../shared/jobs/step-ref.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { endBranch } from './end-branch.ts';

const environment = readEnvironment({ JOBS_TABLE: z.string().min(1) });

const table = openPipelineTable(environment.JOBS_TABLE);

const deps = {
  table,
  jobs: createJobTable(table),
  stepFunctions: new SFNClient(),
  now: () => new Date(),
  log: createLogger('fail-step'),
};

/** Workflow step, after a separation or the copying of its stems has failed: ends that branch and no other. */
export async function handler(event: unknown): Promise<StepRef> {
  const { input, error } = failedExecution.parse(event);
  const ref = stepRef.parse(input);
  await endBranch(deps, ref, error);
  return ref;
}
