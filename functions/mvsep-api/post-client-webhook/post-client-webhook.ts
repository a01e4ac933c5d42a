import { WebhookFailed } from '../../../shared/errors/webhook-failed.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { separationAnswer } from '../../../shared/mvsep-paths/separation-answer.ts';
import { tellReceiver } from '../../../shared/webhook/tell-receiver.ts';

/** Pauses before a receiver that did not answer is told again, in milliseconds. */
const PAUSES_MS = [3_000, 10_000];

export interface PostClientWebhookDeps {
  readonly jobs: Pick<JobTable, 'getWhole'>;
  readonly apiUrl: string;
  readonly allowedPrivateOrigins: readonly string[];
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly log: Log;
}

/**
 * Tells the client that asked for a job how it ended, if it named an address for that: the body of `get` with the
 * hash on top. A receiver that does not answer is told twice more, and then left alone: it can still ask.
 *
 * @returns whether it was told
 */
export async function postClientWebhook(deps: PostClientWebhookDeps, jobId: JobId): Promise<boolean> {
  const whole = await deps.jobs.getWhole(jobId);
  const { clientWebhook: url, clientHash: hash } = whole.job;
  if (url === undefined || hash === undefined) return false;
  const answer = separationAnswer(whole, deps.apiUrl);
  // Between the event and this look the job may have been retried; its next end is told by its own event.
  if (answer.status !== 'done' && answer.status !== 'failed') return false;
  const { allowedPrivateOrigins, log } = deps;
  const told = { hash, url, body: JSON.stringify({ hash, ...answer }), allowedPrivateOrigins, log };
  for (const pauseMs of [...PAUSES_MS, undefined]) {
    try {
      return await tellReceiver(told);
    } catch (error) {
      if (!(error instanceof WebhookFailed)) throw error;
      log.warn('The receiver of a webhook could not be told.', { jobId, reason: error.message });
      if (pauseMs !== undefined) await deps.sleep(pauseMs);
    }
  }
  return false;
}
