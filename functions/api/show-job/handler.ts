import * as z from 'zod';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { describeJob } from '../../../shared/api/jobs/describe-job.ts';
import { findJobOf } from '../../../shared/api/jobs/find-job-of.ts';
import { showJob } from '../../../shared/api/operations/show-job.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createLogger } from '../../../shared/logging/logger.ts';

const { JOBS_TABLE } = readEnvironment({ JOBS_TABLE: z.string().min(1) });
const jobs = createJobTable(openPipelineTable(JOBS_TABLE));

/** GET /v1/jobs/{jobId} → everything that is known of it. */
export const handler = answerOperation(
  showJob,
  createLogger('show-job'),
  async ({ caller, parameters: { jobId } }) => describeJob(await findJobOf(jobs, caller, jobId)),
);
