import { monthOf } from '../../shared/jobs/month-of.ts';
import { readBudget } from '../../shared/jobs/read-budget.ts';
import { asJson } from '../command-line/as-json.ts';
import { columns } from '../command-line/columns.ts';
import type { Command } from '../command-line/command.ts';
import { JSON_OPTION } from '../command-line/json-option.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';
import { pipelineOf } from './pipeline-access.ts';

/** Shows the books of a month. */
export const budget: Command = {
  name: 'budget',
  usage: 'budget [2026-11]',
  summary: 'show the credits of a month: charged, set aside, and left',
  options: JSON_OPTION,
  async run(call) {
    const [month = monthOf(call.now()), ...others] = call.words;
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month) || others.length > 0) {
      throw new WrongUsage('budget takes one month, as 2026-11, or none for this month.');
    }
    const { table, limits } = await pipelineOf(call);
    const { charged, reserved } = await readBudget(table, month);
    const left =
      limits.perMonth === undefined ? undefined : Math.max(0, limits.perMonth - charged - reserved);
    if (call.flag('json')) return call.print(asJson({ month, charged, reserved, left, limits }));
    const rows = [
      ['month', `${month} (UTC)`],
      ['charged', `${charged} credits`],
      ['set aside', `${reserved} credits, for separations that are not settled yet`],
      [
        'limit',
        limits.perMonth === undefined
          ? 'none (creditsPerMonth)'
          : `${limits.perMonth} credits (creditsPerMonth)`,
      ],
      ...(left === undefined ? [] : [['left', `${left} credits`]]),
      [
        'per job',
        limits.perJob === undefined ? 'no limit (creditsPerJob)' : `${limits.perJob} credits (creditsPerJob)`,
      ],
    ];
    for (const line of columns(rows)) call.print(line);
  },
};
