import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Log } from '../logging/logger.ts';
import type { JobTable } from './job-table.ts';
import type { Step, StepResult } from './step.ts';

/** Longest cause that Step Functions takes. */
const MAXIMUM_CAUSE = 32_768;

export interface EndWaitDeps {
  readonly jobs: JobTable;
  readonly stepFunctions: SFNClient;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Ends the wait of a step's execution with the result on its record. Does nothing while the record lacks the
 * result or the task token: whoever writes the second of the two sees both, and ends the wait.
 *
 * A token that is used up, timed out or unknown is no error, and no news either: the record stays as it is.
 */
export async function endWait(deps: EndWaitDeps, step: Step): Promise<void> {
  const { jobId, result, taskToken } = step;
  if (result === undefined || taskToken === undefined) return;
  const about = { jobId, step: step.step };
  try {
    await reportResult(deps.stepFunctions, step, taskToken, result);
    deps.log.info('The wait for the separation has ended', { ...about, result: result.kind });
  } catch (error) {
    if (!isSpentToken(error)) throw error;
    // The execution went on with this result, or has ended, or waits with a newer token: the record stays as it is,
    // so that the poller looks again.
    deps.log.info('The wait had ended already', { ...about, tokenState: error.name });
    return;
  }
  await deps.jobs.changeStep(step, {
    at: deps.now(),
    ...(result.kind === 'done' ? { set: { state: 'copying' as const } } : {}),
    remove: ['work', 'dueAt'],
    when: { state: ['waiting'], equals: { taskToken } },
  });
}

async function reportResult(
  stepFunctions: SFNClient,
  { jobId, step }: Step,
  taskToken: string,
  result: StepResult,
): Promise<void> {
  if (result.kind === 'failed') {
    const { error } = result;
    await stepFunctions.send(new SendTaskFailureCommand({ taskToken, error, cause: failureCause(result) }));
    return;
  }
  const output = JSON.stringify({
    jobId,
    step,
    stems: result.stems.map((_, index) => ({ jobId, step, index })),
  });
  await stepFunctions.send(new SendTaskSuccessCommand({ taskToken, output }));
}

/** The same shape as the cause of a failed function, so that one reader understands both. */
function failureCause({ error, reason }: Extract<StepResult, { kind: 'failed' }>): string {
  return JSON.stringify({ errorType: error, errorMessage: reason }).slice(0, MAXIMUM_CAUSE);
}

function isSpentToken(error: unknown): error is Error {
  return error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;
}
