import { type OfferTurnsDeps, offerTurns } from '../../../shared/jobs/offer-turns.ts';
import { type RetryOverBudgetDeps, retryOverBudget } from '../../../shared/jobs/retry-over-budget.ts';
import { claimRun, releaseRun } from '../../../shared/jobs/run-claim.ts';
import { type TakeOverDeps, takeOverDeadSlots } from '../../../shared/jobs/take-over-dead-slots.ts';
import { writeGauges } from '../../../shared/metrics/write-gauges.ts';
import { type LookUpDeps, lookUpLost } from './look-up-lost.ts';

const CLOCK = 'start-queued';
/** Between two looks while somebody waits for a slot or for the budget of requests, in milliseconds. */
const LOOK_AGAIN_MS = 1_500;

export interface StartQueuedDeps extends OfferTurnsDeps, LookUpDeps, TakeOverDeps, RetryOverBudgetDeps {
  /** How long this run may still take. */
  readonly remainingMs: () => number;
  /** Waits so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** Time that the last look of a run may take, in milliseconds. */
const TIME_FOR_A_LOOK_MS = 10_000;

/**
 * Gets everything going that waits: jobs over the budget, lost requests, slots whose holder died, and turns. Goes
 * on as long as somebody waits and the run has time, so that a slot that is given back, and each request that the
 * budget allows, is used within seconds. Of several runs at once only one does it. One thing that fails does not
 * keep the others from their turn.
 *
 * @throws the first error that was not expected, at the end
 */
export async function startQueued(deps: StartQueuedDeps): Promise<void> {
  const start = deps.now();
  const until = new Date(start.getTime() + deps.remainingMs());
  if (!(await claimRun(deps.table, CLOCK, start, until))) {
    deps.log.info('Another run gives the turns');
    return;
  }
  const errors: unknown[] = [];
  const attempt = async (what: () => Promise<unknown>) => {
    try {
      await what();
    } catch (error) {
      errors.push(error);
    }
  };
  try {
    await attempt(() => retryOverBudget(deps));
    await attempt(() => takeOverDeadSlots(deps));
    await attempt(() => writeGauges(deps));
    await attempt(() => goOn(deps));
  } finally {
    await releaseRun(deps.table, CLOCK);
  }
  if (errors.length > 0) throw errors[0];
}

async function goOn(deps: StartQueuedDeps): Promise<void> {
  let given = 0;
  let lookedUp = 0;
  while (deps.remainingMs() > TIME_FOR_A_LOOK_MS) {
    lookedUp += await lookUpLost(deps);
    const offered = await offerTurns(deps);
    given += offered.given;
    if (!(await somethingComes(deps, offered.pausedUntil))) break;
    await deps.sleep(LOOK_AGAIN_MS);
  }
  deps.log.info('Gave turns', { given, lookedUp });
}

/** Whether there will be something to do while this run lasts. */
async function somethingComes(
  { jobs, now, remainingMs }: StartQueuedDeps,
  pausedUntil: Date | undefined,
): Promise<boolean> {
  const end = new Date(now().getTime() + remainingMs() - TIME_FOR_A_LOOK_MS);
  const isPaused = pausedUntil !== undefined && pausedUntil > end;
  const [turns, lookUps] = await Promise.all([
    isPaused ? [] : jobs.due('turn', end, 1),
    jobs.due('look-up', end, 1),
  ]);
  return turns.length + lookUps.length > 0;
}
