import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { jobInput } from '../../../shared/jobs/job-input.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { completeJob } from './complete-job.ts';

const environment = readEnvironment({ JOBS_TABLE: z.string().min(1) });

const deps = {
  s3: new S3Client(),
  eventBridge: new EventBridgeClient(),
  jobs: createJobTable(openPipelineTable(environment.JOBS_TABLE)),
  now: () => new Date(),
  log: createLogger('complete-job'),
};

/** Workflow step, once all separations of a job have ended: writes the manifest and the end of the job. */
export async function handler(event: unknown): Promise<{ jobId: string }> {
  const { jobId } = jobInput.parse(event);
  await completeJob(deps, jobId);
  return { jobId };
}
