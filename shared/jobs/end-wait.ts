import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { SeparationFailed } from '../errors/separation-failed.ts';
import type { Log } from '../logging/logger.ts';
import type { Job, SeparationResult } from './job.ts';
import type { JobTable } from './job-table.ts';

/** Longest cause that Step Functions takes. */
const MAXIMUM_CAUSE = 32_768;

export interface EndWaitDeps {
  readonly jobs: JobTable;
  readonly stepFunctions: SFNClient;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Ends the wait of a job's execution with the result on its record. Does nothing while the record lacks the
 * result or the task token: whoever writes the second of the two sees both, and ends the wait.
 *
 * A token that is used up, timed out or unknown is no error, and no news either: the record stays as it is.
 */
export async function endWait(deps: EndWaitDeps, job: Job): Promise<void> {
  const { jobId, result, taskToken } = job;
  if (result === undefined || taskToken === undefined) return;
  try {
    await reportResult(deps.stepFunctions, jobId, taskToken, result);
    deps.log.info('The wait for the separation has ended', { jobId, result: result.kind });
  } catch (error) {
    if (!isSpentToken(error)) throw error;
    // The execution went on with this result, or has ended, or waits with a newer token: the record stays as it is,
    // so that the poller looks again.
    deps.log.info('The wait had ended already', { jobId, tokenState: error.name });
    return;
  }
  await deps.jobs.change(jobId, {
    at: deps.now(),
    ...(result.kind === 'done' ? { set: { state: 'copying' as const } } : {}),
    remove: ['dueAt'],
    when: { state: ['waiting'], equals: { taskToken } },
  });
}

async function reportResult(
  stepFunctions: SFNClient,
  jobId: Job['jobId'],
  taskToken: string,
  result: SeparationResult,
): Promise<void> {
  if (result.kind === 'failed') {
    const failure = new SeparationFailed(result.reason);
    const cause = failureCause(failure);
    await stepFunctions.send(new SendTaskFailureCommand({ taskToken, error: failure.name, cause }));
    return;
  }
  const output = JSON.stringify({ jobId, stems: result.stems.map((_, index) => ({ jobId, index })) });
  await stepFunctions.send(new SendTaskSuccessCommand({ taskToken, output }));
}

/** The same shape as the cause of a failed function, so that one reader understands both. */
function failureCause({ name, message }: SeparationFailed): string {
  return JSON.stringify({ errorType: name, errorMessage: message }).slice(0, MAXIMUM_CAUSE);
}

function isSpentToken(error: unknown): error is Error {
  return error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;
}
