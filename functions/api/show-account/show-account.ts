import type * as z from 'zod';
import { readMonthCredits } from '../../../shared/api/account/read-month-credits.ts';
import type { ApiRequest } from '../../../shared/api/answer/api-request.ts';
import type { showAccount as operation } from '../../../shared/api/operations/show-account.ts';
import type { PipelineTable } from '../../../shared/jobs/pipeline-table.ts';
import { countOpenJobs } from './count-open-jobs.ts';
import type { serviceAccountReader } from './service-account.ts';

export interface ShowAccountDeps {
  readonly table: PipelineTable;
  readonly readServiceAccount: ReturnType<typeof serviceAccountReader>;
  /** In credits; no limit without it. */
  readonly creditsPerMonth: number | undefined;
  readonly now: () => Date;
}

/**
 * What is left to spend and what is under way.
 *
 * @throws ApiProblem `upstream-unavailable`
 */
export async function showAccount(
  { table, readServiceAccount, creditsPerMonth, now }: ShowAccountDeps,
  { caller }: Pick<ApiRequest<unknown, unknown, unknown>, 'caller'>,
): Promise<z.input<typeof operation.reply>> {
  const [service, month, submitted, overBudget, running] = await Promise.all([
    readServiceAccount(),
    readMonthCredits(table, creditsPerMonth, now()),
    countOpenJobs(table, caller, 'submitted'),
    countOpenJobs(table, caller, 'over-budget'),
    countOpenJobs(table, caller, 'running'),
  ]);
  return { service, month, jobs: { submitted, overBudget, running } };
}
