import { monthOf } from '../../jobs/month-of.ts';
import type { PipelineTable } from '../../jobs/pipeline-table.ts';
import { readBudget } from '../../jobs/read-budget.ts';
import type { MonthCredits } from './month-credits.ts';

/**
 * The budget of this month as the API shows it.
 *
 * @param limit credits; none without one
 */
export async function readMonthCredits(
  table: PipelineTable,
  limit: number | undefined,
  now: Date,
): Promise<MonthCredits> {
  const month = monthOf(now);
  const { reserved, charged } = await readBudget(table, month);
  const left = limit === undefined ? undefined : Math.max(0, limit - reserved - charged);
  return { month, limit, reserved, charged, left };
}
