import type * as z from 'zod';
import type { ApiRequest } from '../../../shared/api/answer/api-request.ts';
import { describeJob } from '../../../shared/api/jobs/describe-job.ts';
import { findJobOf } from '../../../shared/api/jobs/find-job-of.ts';
import type { JobResource } from '../../../shared/api/jobs/job-resource.ts';
import { orProblem } from '../../../shared/api/jobs/or-problem.ts';
import type { jobParameters } from '../../../shared/api/operations/job-parameters.ts';
import { type CancelJobDeps, cancelJob as cancel } from '../../../shared/jobs/cancel-job.ts';

type Request = ApiRequest<z.output<typeof jobParameters>, unknown, unknown>;

/**
 * Cancels a job of the caller.
 *
 * @throws ApiProblem `not-found`, `wrong-state`
 */
export async function cancelJob(
  deps: CancelJobDeps,
  { caller, parameters }: Pick<Request, 'caller' | 'parameters'>,
): Promise<JobResource> {
  const { job } = await findJobOf(deps.jobs, caller, parameters.jobId);
  return describeJob(await orProblem(cancel(deps, job.jobId)));
}
