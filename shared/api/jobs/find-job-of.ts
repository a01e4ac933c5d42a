import type { Caller } from '../../callers/caller.ts';
import { ApiProblem } from '../../errors/api-problem.ts';
import { UnknownJob } from '../../errors/unknown-job.ts';
import { type JobId, jobId as jobIdSchema } from '../../jobs/job-id.ts';
import type { JobTable, WholeJob } from '../../jobs/job-table.ts';

/**
 * A job with its steps, for whoever may see it. The job of another owner is answered as if it did not exist, so
 * that nobody learns of it; the tombstone of a deleted job is found.
 *
 * @param id as it stands in the path of the request
 * @throws ApiProblem `not-found`
 */
export async function findJobOf(
  jobs: Pick<JobTable, 'getWhole'>,
  caller: Pick<Caller, 'owner' | 'sees'>,
  id: string,
): Promise<WholeJob> {
  const parsed = jobIdSchema.safeParse(id);
  if (!parsed.success) throw noSuchJob();
  const whole = await getWhole(jobs, parsed.data);
  if (caller.sees !== 'all' && whole.job.owner !== caller.owner) throw noSuchJob();
  return whole;
}

async function getWhole(jobs: Pick<JobTable, 'getWhole'>, id: JobId): Promise<WholeJob> {
  try {
    return await jobs.getWhole(id);
  } catch (error) {
    if (error instanceof UnknownJob) throw noSuchJob();
    throw error;
  }
}

function noSuchJob(): ApiProblem {
  return new ApiProblem('not-found', 'There is no such job. Check its id, or list your jobs.');
}
