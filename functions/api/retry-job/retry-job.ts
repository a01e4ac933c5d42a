import type * as z from 'zod';
import type { ApiRequest } from '../../../shared/api/answer/api-request.ts';
import { describeJob } from '../../../shared/api/jobs/describe-job.ts';
import { findJobOf } from '../../../shared/api/jobs/find-job-of.ts';
import type { JobResource } from '../../../shared/api/jobs/job-resource.ts';
import { orProblem } from '../../../shared/api/jobs/or-problem.ts';
import type { jobParameters } from '../../../shared/api/operations/job-parameters.ts';
import type { retryJob as operation } from '../../../shared/api/operations/retry-job.ts';
import { type RetryJobDeps, retryJob as retry } from '../../../shared/jobs/retry-job.ts';

type Request = ApiRequest<z.output<typeof jobParameters>, unknown, z.output<typeof operation.body>>;

/**
 * Takes a job of the caller up again.
 *
 * @throws ApiProblem `not-found`, `wrong-state`, `upstream-unavailable`
 */
export async function retryJob(
  deps: RetryJobDeps,
  { caller, parameters, body: { payAgain } }: Pick<Request, 'caller' | 'parameters' | 'body'>,
): Promise<JobResource> {
  const { job } = await findJobOf(deps.jobs, caller, parameters.jobId);
  return describeJob(await orProblem(retry(deps, job.jobId, { payAgain })));
}
