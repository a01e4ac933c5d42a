import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openUrl } from '../../../shared/http/open-url.ts';
import { privateOrigins } from '../../../shared/http/private-origins.ts';
import { jobInput } from '../../../shared/jobs/job-input.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { copyStem } from './copy-stem.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  ALLOWED_PRIVATE_ORIGINS: privateOrigins,
});

const deps = {
  s3: new S3Client(),
  jobs: createJobTable(openPipelineTable(environment.JOBS_TABLE)),
  openUrl,
  allowedPrivateOrigins: environment.ALLOWED_PRIVATE_ORIGINS,
  now: () => new Date(),
  log: createLogger('copy-stem'),
};

const input = jobInput.extend({ index: z.int().min(0) });

/** Workflow step, once for each stem: fetches it into the bucket. */
export async function handler(event: unknown): Promise<{ jobId: string; index: number }> {
  const { jobId, index } = input.parse(event);
  await copyStem(deps, jobId, index);
  return { jobId, index };
}
