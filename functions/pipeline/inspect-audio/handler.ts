import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { jobInput } from '../../../shared/jobs/job-input.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { inspectAudio } from './inspect-audio.ts';

const environment = readEnvironment({ JOBS_TABLE: z.string().min(1) });

const deps = {
  s3: new S3Client(),
  jobs: createJobTable(openPipelineTable(environment.JOBS_TABLE)),
  now: () => new Date(),
  log: createLogger('inspect-audio'),
};

/** Workflow step: what kind of audio is it, and what will its separation cost? */
export async function handler(event: unknown): Promise<{ jobId: string }> {
  const { jobId } = jobInput.parse(event);
  await inspectAudio(deps, jobId);
  return { jobId };
}
