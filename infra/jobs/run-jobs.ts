import { runProgram, type Terminal } from '../command-line/run-program.ts';
import { PIPELINE } from '../command-line/stack-kind.ts';
import { approve } from './approve.ts';
import { budget } from './budget.ts';
import { cancel } from './cancel.ts';
import { deletion } from './delete.ts';
import { entries } from './entries.ts';
import { list } from './list.ts';
import { recipes } from './recipes.ts';
import { retry } from './retry.ts';
import { show } from './show.ts';
import { webhookAddress } from './webhook-address.ts';

/**
 * Runs one command of the command line with which people look at jobs and act on them.
 *
 * @returns the exit code; see `runProgram`.
 */
export function runJobs(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = {
    name: 'npm run jobs --',
    purpose: 'Shows the jobs of a Pipeline, and lets you retry, cancel, approve and delete them.',
    example: 'retry',
    stack: PIPELINE,
    commands: [list, show, retry, cancel, approve, deletion, budget, recipes, entries, webhookAddress],
  };
  return runProgram(program, args, terminal);
}
