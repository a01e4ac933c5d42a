import type * as z from 'zod';
import type { ApiRequest } from '../../../shared/api/answer/api-request.ts';
import { findJobOf } from '../../../shared/api/jobs/find-job-of.ts';
import { orProblem } from '../../../shared/api/jobs/or-problem.ts';
import type { deleteJob as operation } from '../../../shared/api/operations/delete-job.ts';
import type { jobParameters } from '../../../shared/api/operations/job-parameters.ts';
import { type DeleteJobDeps, deleteJob as remove } from '../../../shared/jobs/delete-job.ts';

type Request = ApiRequest<z.output<typeof jobParameters>, z.output<typeof operation.query>, unknown>;

/**
 * Deletes an ended job of the caller; one that is deleted already stays so.
 *
 * @throws ApiProblem `not-found`, `wrong-state`
 */
export async function deleteJob(
  deps: DeleteJobDeps,
  { caller, parameters, query }: Pick<Request, 'caller' | 'parameters' | 'query'>,
): Promise<z.input<typeof operation.reply>> {
  const { job } = await findJobOf(deps.jobs, caller, parameters.jobId);
  await orProblem(remove(deps, job.jobId, { withSong: query.withSong === 'true' }));
  return { id: job.jobId, state: 'deleted' };
}
