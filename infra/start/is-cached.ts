import type { WholeJob } from '../../shared/jobs/job-table.ts';

/** Whether all stems of a job were copied from what earlier jobs had paid for. */
export function isCached({ steps }: Pick<WholeJob, 'steps'>): boolean {
  return steps.length > 0 && steps.every(({ cachedFrom }) => cachedFrom !== undefined);
}
