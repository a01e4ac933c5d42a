import { SeparationTimedOut } from '../errors/separation-timed-out.ts';
import type { Step, StepResult } from './step.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A separation that was just created need not be known at once; after this it is taken to be none. */
const NEVER_KNOWN_MINUTES = 30;
/** A separation that was known and is not any more was cancelled or has expired; a slip of the service is shorter. */
const LOST_MINUTES = 5;
/** When the service cannot be asked at all, it gets this many times the time that a separation may take. */
const PATIENCE_WITH_SILENCE = 2;

type Waiting = Pick<Step, 'createdAt' | 'updatedAt' | 'progress' | 'separationHash'>;

/**
 * Whether a separation that the service did not call ended should be waited for no longer.
 *
 * @param step with the news of just now
 * @returns how its step ends; undefined while there is hope
 */
export function giveUpWaiting(step: Waiting, now: Date, timeoutHours: number): StepResult | undefined {
  return isGone(step, now) ? gone() : timedOut(step, now, timeoutHours);
}

/** The same when the service cannot be asked. */
export function giveUpUnasked(step: Waiting, now: Date, timeoutHours: number): StepResult | undefined {
  return timedOut(step, now, PATIENCE_WITH_SILENCE * timeoutHours);
}

function isGone(step: Waiting, now: Date): boolean {
  const { knownAt, missingSince } = step.progress ?? {};
  if (missingSince === undefined || minutes(missingSince, now) < LOST_MINUTES) return false;
  return knownAt !== undefined || minutes(createdAt(step), now) >= NEVER_KNOWN_MINUTES;
}

function gone(): StepResult {
  return {
    kind: 'failed',
    error: 'SeparationFailed',
    reason:
      'The separation service does not know this separation (any more): it was cancelled there, or has expired. ' +
      'Look into the history of the account; a retry of the job pays again.',
    charged: 'maybe',
  };
}

function timedOut(step: Waiting, now: Date, hours: number): StepResult | undefined {
  if (now.getTime() - Date.parse(createdAt(step)) < hours * HOUR_MS) return undefined;
  const { name: error, message: reason } = new SeparationTimedOut(
    `The separation did not end within ${hours} hours. It may still end: look into the history of the account ` +
      'before you retry the job, since a retry pays again.',
  );
  // What a link became is not known: it may have been nothing.
  return { kind: 'failed', error, reason, charged: step.separationHash === undefined ? 'maybe' : 'yes' };
}

function createdAt(step: Waiting): string {
  return step.createdAt ?? step.updatedAt;
}

function minutes(since: string, now: Date): number {
  return (now.getTime() - Date.parse(since)) / MINUTE_MS;
}
