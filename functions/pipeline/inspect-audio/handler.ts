import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { creditLimit } from '../../../shared/jobs/credit-limit.ts';
import { jobInput } from '../../../shared/jobs/job-input.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { type Inspection, inspectAudio } from './inspect-audio.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  RESULT_CACHE_DAYS: z.coerce.number().int().min(0),
  CREDITS_PER_MONTH: creditLimit,
  CREDITS_PER_JOB: creditLimit,
});

const table = openPipelineTable(environment.JOBS_TABLE);

const deps = {
  s3: new S3Client(),
  eventBridge: new EventBridgeClient(),
  table,
  jobs: createJobTable(table),
  upstream: new URL(environment.MVSEP_URL).host,
  usesCache: environment.RESULT_CACHE_DAYS > 0,
  limits: { perMonth: environment.CREDITS_PER_MONTH, perJob: environment.CREDITS_PER_JOB },
  now: () => new Date(),
  log: createLogger('inspect-audio'),
};

/** Workflow step: what kind of audio is it, what will its separations cost, and may they begin? */
export async function handler(event: unknown): Promise<Inspection> {
  return inspectAudio(deps, jobInput.parse(event).jobId);
}
