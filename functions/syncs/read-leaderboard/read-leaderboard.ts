import { RequestBudgetSpent } from '../../../shared/errors/request-budget-spent.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { Reading } from '../../../shared/leaderboards/reading.ts';
import { checkUnseen } from './check-unseen.ts';
import { openReading, type ReadRequest } from './open-reading.ts';
import type { ReadDeps } from './read-deps.ts';
import { readPage } from './read-page.ts';

/** Failures of the service in a row after which this step gives up; the workflow tries it again later. */
const MOST_FAILURES = 5;
/**
 * How long the workflow waits at least when the requests are needed elsewhere: twelve hours of shorter waits are more
 * than the 25,000 events that the history of an execution holds, at nine events a step.
 */
const SHORTEST_WAIT_SECONDS = 20;
/** How long the workflow waits at most before it asks again. */
const LONGEST_WAIT_SECONDS = 3_600;

/** How a step of the reading ended. */
export interface ReadStep extends ReadRequest {
  /** `more`: it goes on after the wait, from where this step was. */
  readonly state: 'more' | 'read';
  readonly waitSeconds: number;
}

/**
 * Reads a board as far as the time of this run and the budget of requests go. Where it is stands in the table after
 * every page, so that whoever comes next goes on from there: the next step of this execution, another execution that
 * runs at the same time, or the one of tomorrow.
 *
 * @throws ServiceError the service failed several times in a row, or for good.
 */
export async function readLeaderboard(deps: ReadDeps, request: ReadRequest): Promise<ReadStep> {
  const more = (waitSeconds: number): ReadStep => ({ ...request, state: 'more', waitSeconds });
  let reading = await openReading(deps, request);
  let failures = 0;
  while (isUnderWay(reading)) {
    if (!deps.hasTime()) return more(1);
    try {
      reading = await (reading.state === 'paging' ? readPage : checkUnseen)(deps, reading);
      failures = 0;
    } catch (error) {
      if (error instanceof RequestBudgetSpent) return more(secondsUntil(error.retryAt, deps.now()));
      failures += 1;
      if (!passes(error) || failures === MOST_FAILURES) throw error;
    }
  }
  return { ...request, state: 'read', waitSeconds: 0 };
}

function isUnderWay({ state }: Reading): boolean {
  return state === 'paging' || state === 'checking';
}

function passes(error: unknown): boolean {
  return error instanceof ServiceError && error.retryable;
}

function secondsUntil(time: Date, now: Date): number {
  const seconds = Math.ceil((time.getTime() - now.getTime()) / 1000);
  return Math.min(LONGEST_WAIT_SECONDS, Math.max(SHORTEST_WAIT_SECONDS, seconds));
}
