import type * as z from 'zod';
import type { ApiRequest } from '../../../shared/api/answer/api-request.ts';
import { describeSummary } from '../../../shared/api/jobs/describe-summary.ts';
import type { listJobs as operation } from '../../../shared/api/operations/list-jobs.ts';
import { ApiProblem } from '../../../shared/errors/api-problem.ts';
import { WrongCursor } from '../../../shared/errors/wrong-cursor.ts';
import { type JobList, type JobQuery, listJobs } from '../../../shared/jobs/list-jobs.ts';
import type { PipelineTable } from '../../../shared/jobs/pipeline-table.ts';

/** The most jobs that one request looks at: five pages of an index. */
const MOST_LOOKED_AT = 1_000;

export interface ListJobsDeps {
  readonly table: PipelineTable;
  readonly now: () => Date;
}

type Request = ApiRequest<unknown, z.output<typeof operation.query>, unknown>;

/**
 * Lists the jobs that the caller may see: where the list begins follows from the caller alone, whatever the cursor
 * says.
 *
 * @throws ApiProblem `invalid-cursor`
 */
export async function listJobsOf(
  { table, now }: ListJobsDeps,
  { caller, query }: Pick<Request, 'caller' | 'query'>,
): Promise<z.input<typeof operation.reply>> {
  const owner = caller.sees === 'all' ? undefined : caller.owner;
  const { jobs, cursor } = await list(table, { ...query, owner, lookAt: MOST_LOOKED_AT }, now());
  return { jobs: jobs.map(describeSummary), cursor };
}

async function list(table: PipelineTable, query: JobQuery, now: Date): Promise<JobList> {
  try {
    return await listJobs(table, query, now);
  } catch (error) {
    if (error instanceof WrongCursor) {
      throw new ApiProblem('invalid-cursor', error.message, { cause: error });
    }
    throw error;
  }
}
