import { WrongJobState } from '../errors/wrong-job-state.ts';
import type { Job } from './job.ts';
import type { WholeJob } from './job-table.ts';

/** @throws WrongJobState there is nothing to retry; the sentence says why, and what can be done */
export function checkRetryable({ job, steps }: WholeJob): void {
  const { jobId, state, failure } = job;
  if (isCutOffRetry(job)) return;
  if (state === 'done') throw new WrongJobState(`The job ${jobId} is done: there is nothing to retry.`);
  if (state === 'deleted') throw new WrongJobState(`The job ${jobId} was deleted. Upload the song again.`);
  if (state === 'submitted' || state === 'over-budget' || state === 'running') {
    throw new WrongJobState(`The job ${jobId} has not ended: it is ${state}. Cancel it first, or let it be.`);
  }
  if (steps.length === 0) {
    const reason = failure?.reason ?? 'It asks for nothing that can be separated.';
    throw new WrongJobState(`The job ${jobId} cannot be retried as it is. ${reason}`);
  }
}

/** An earlier retry died between the record and the execution; the next one completes it. */
export function isCutOffRetry({ state, attempt, executionArn }: Job): boolean {
  return state === 'submitted' && attempt > 1 && executionArn === undefined;
}
