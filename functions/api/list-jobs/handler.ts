import * as z from 'zod';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { listJobs } from '../../../shared/api/operations/list-jobs.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { listJobsOf } from './list-jobs-of.ts';

const { JOBS_TABLE } = readEnvironment({ JOBS_TABLE: z.string().min(1) });
const deps = { table: openPipelineTable(JOBS_TABLE), now: () => new Date() };

/** GET /v1/jobs → the jobs that the caller may see. */
export const handler = answerOperation(listJobs, createLogger('list-jobs'), (request) =>
  listJobsOf(deps, request),
);
