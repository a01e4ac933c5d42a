import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { listOutputs as operation } from '../../../shared/api/operations/list-outputs.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { listOutputs } from './list-outputs.ts';

const { JOBS_TABLE, BUCKET } = readEnvironment({ JOBS_TABLE: z.string().min(1), BUCKET: z.string().min(1) });

const deps = {
  jobs: createJobTable(openPipelineTable(JOBS_TABLE)),
  s3: new S3Client(),
  bucket: BUCKET,
  now: () => new Date(),
};

/** GET /v1/jobs/{jobId}/outputs → links to what was made of the song. */
export const handler = answerOperation(operation, createLogger('list-outputs'), (request) =>
  listOutputs(deps, request),
);
