import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { deleteJob as operation } from '../../../shared/api/operations/delete-job.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { deleteJob } from './delete-job.ts';

const environment = readEnvironment({ JOBS_TABLE: z.string().min(1) });

const table = openPipelineTable(environment.JOBS_TABLE);
const deps = { table, jobs: createJobTable(table), s3: new S3Client(), now: () => new Date() };

export const handler = answerOperation(operation, createLogger('delete-job'), (request) =>
  deleteJob(deps, request),
);
