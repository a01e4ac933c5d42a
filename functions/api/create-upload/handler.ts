import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { createUpload as operation } from '../../../shared/api/operations/create-upload.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { createUpload } from './create-upload.ts';

const environment = readEnvironment({
  BUCKET: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  UPLOAD_MEGABYTES: z.coerce.number().int().min(1),
});

const deps = {
  s3: new S3Client(),
  bucket: environment.BUCKET,
  table: openPipelineTable(environment.JOBS_TABLE),
  megabytes: environment.UPLOAD_MEGABYTES,
  now: () => new Date(),
};

export const handler = answerOperation(operation, createLogger('create-upload'), (request) =>
  createUpload(deps, request),
);
