import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { privateOrigins } from '../../../shared/http/private-origins.ts';
import { jobInput } from '../../../shared/jobs/job-input.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { MEGABYTE } from '../../../shared/jobs/megabyte.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { fetchSong } from './fetch-song.ts';

const environment = readEnvironment({
  ALLOWED_PRIVATE_ORIGINS: privateOrigins,
  JOBS_TABLE: z.string().min(1),
  UPLOAD_MEGABYTES: z.coerce.number().int().min(1),
});

/** What is left of the function's time when a download is given up, so that the reason can still be told. */
const TIME_FOR_THE_END_MS = 30_000;

const deps = {
  s3: new S3Client(),
  jobs: createJobTable(openPipelineTable(environment.JOBS_TABLE)),
  allowedPrivateOrigins: environment.ALLOWED_PRIVATE_ORIGINS,
  largestBytes: environment.UPLOAD_MEGABYTES * MEGABYTE,
  now: () => new Date(),
  log: createLogger('fetch-song'),
};

/** Workflow step of a job whose song lies behind a link: brings it into the bucket. */
export async function handler(event: unknown, context: Context): Promise<{ jobId: string }> {
  const { jobId } = jobInput.parse(event);
  const downloadMs = context.getRemainingTimeInMillis() - TIME_FOR_THE_END_MS;
  await fetchSong({ ...deps, downloadMs }, jobId);
  return { jobId };
}
