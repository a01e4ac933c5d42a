import * as z from 'zod';
import type { ReportedError } from '../aws/failed-execution.ts';
import type { JobState } from './job.ts';
import type { StepState } from './step.ts';

const MAXIMUM_REASON = 1_000;

/** What was going on in each state, for sentences. */
const DOING: Readonly<Record<StepState | JobState | 'fetching', string>> = {
  fetching: 'while the song was being fetched from its link',
  submitted: 'while the song was being inspected',
  'over-budget': 'while it waited for credits',
  running: 'while its separations were under way',
  blocked: 'before its separation could begin',
  queued: 'while it waited for its turn',
  creating: 'while the separation was being requested',
  waiting: 'while waiting for the separation',
  copying: 'while the stems were being copied',
  done: 'after it was done',
  partial: 'after it had ended',
  failed: 'after it had failed',
  cancelled: 'after it was cancelled',
  deleted: 'after it was deleted',
};

/** The cause of a failed function: JSON with the error's own message. */
const functionCause = z.object({ errorMessage: z.string() });

/** Turns what Step Functions reports into a sentence for the owner of the song. */
export function failureReason(error: ReportedError, state: keyof typeof DOING): string {
  return sentence(error, state).slice(0, MAXIMUM_REASON);
}

function sentence({ name, cause }: ReportedError, state: keyof typeof DOING): string {
  const doing = DOING[state];
  switch (name) {
    case 'States.Timeout':
    case 'TIMED_OUT':
      return state === 'waiting' ? 'The separation did not end in time.' : `It took too long ${doing}.`;
    case 'ABORTED':
      return `The job was stopped by hand ${doing}.`;
    case 'Sandbox.Timedout':
      return `A function ran out of time ${doing}.`;
    case 'Runtime.OutOfMemory':
    case 'Runtime.ExitError':
      return `A function broke down ${doing} (${name}).`;
    default:
      return errorMessage(cause) ?? `It failed ${doing} (${name}), and no reason was given.`;
  }
}

/** The message in a cause. Messages of AWS, such as a missing grant, are kept whole: they name what to change. */
function errorMessage(cause: string | undefined): string | undefined {
  if (cause === undefined || cause === '') return undefined;
  try {
    const parsed = functionCause.safeParse(JSON.parse(cause));
    if (parsed.success && parsed.data.errorMessage !== '') return parsed.data.errorMessage;
  } catch {
    // Not every cause is JSON: some are sentences already.
  }
  return cause;
}
