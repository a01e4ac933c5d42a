import { giveTurn } from './give-turn.ts';
import type { JobTable } from './job-table.ts';
import type { PipelineTable } from './pipeline-table.ts';
import type { Step } from './step.ts';
import { readUpstreamRecord } from './upstream-record.ts';

export interface TurnDeps {
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  /** How many separations may be under way at once; `Infinity` without a limit. */
  readonly separationsAtOnce: () => Promise<number>;
  /** Whether the budget of requests has room for one more. */
  readonly pace: { available(): Promise<boolean> };
  readonly now: () => Date;
}

/**
 * Takes the step's own turn, when it may go at once: it is queued and due, nobody waits before it, turns are not
 * paused, the budget of requests has room and, where the account is limited, a slot is free.
 *
 * @returns the step with its turn; `wait` when it must wait; `others-first` when somebody else waits before it
 */
export async function takeTurn(deps: TurnDeps, step: Step): Promise<Step | 'wait' | 'others-first'> {
  const now = deps.now();
  if (step.state !== 'queued' || isLater(step.dueAt, now) || isLater(step.turnUntil, now)) return 'wait';
  const { pausedUntil } = await readUpstreamRecord(deps.table);
  if (isLater(pausedUntil, now) || !(await deps.pace.available())) return 'wait';
  const [first] = await deps.jobs.due('turn', now, 1);
  // The index may not show this step yet; what it shows before it is older.
  if (first !== undefined && (first.jobId !== step.jobId || first.step !== step.step)) return 'others-first';
  const given = await giveTurn(deps, step, await deps.separationsAtOnce());
  return typeof given === 'string' ? 'wait' : given;
}

function isLater(time: string | undefined, than: Date): boolean {
  return time !== undefined && Date.parse(time) > than.getTime();
}
