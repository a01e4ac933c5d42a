import { ServiceError } from '../../../shared/errors/service-error.ts';
import { jobId as jobIdSchema } from '../../../shared/jobs/job-id.ts';
import { type SettleDeps, settleStep } from '../../../shared/jobs/settle-step.ts';
import { isJobSignature } from '../../../shared/jobs/webhook-signature.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** No webhook needs more; what is longer is not read. */
const MAXIMUM_BODY_BYTES = 16 * 1024;

export interface ReceiveWebhookDeps extends SettleDeps {
  readonly secret: () => Promise<string>;
}

export interface WebhookAnswer {
  readonly status: 200 | 404 | 413;
  readonly body: { readonly status: string };
}

const NOT_FOUND: WebhookAnswer = { status: 404, body: { status: 'not found' } };

/**
 * Takes a webhook as a hint that a job may have ended. Nothing that it says is believed or even read: the
 * service is asked instead. A forged call gets no further than its signature; a repeated one changes nothing.
 */
export async function receiveWebhook(
  deps: ReceiveWebhookDeps,
  request: WebhookRequest,
): Promise<WebhookAnswer> {
  const jobId = jobIdSchema.safeParse(request.jobId);
  if (!jobId.success || !isJobSignature(jobId.data, request.signature, await deps.secret())) return NOT_FOUND;
  if (request.bodyBytes > MAXIMUM_BODY_BYTES) return { status: 413, body: { status: 'body too large' } };

  const job = await deps.jobs.find(jobId.data);
  if (job === undefined) return NOT_FOUND;
  if (job.state !== 'creating') return settle(deps, job);

  // The hash is not known yet, so there is nothing to ask about: whoever writes it looks again at once.
  const at = deps.now();
  const hinted = await deps.jobs.change(job.jobId, {
    at,
    set: { hintedAt: at.toISOString() },
    when: { state: ['creating'] },
  });
  return hinted === undefined ? settle(deps, await deps.jobs.get(job.jobId)) : accepted('noted');
}

async function settle(
  deps: ReceiveWebhookDeps,
  job: Parameters<typeof settleStep>[1],
): Promise<WebhookAnswer> {
  try {
    return accepted(await settleStep(deps, job));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    // The poller is the way back: the sender can do nothing about it.
    deps.log.warn('The webhook could not be checked', { jobId: job.jobId, error: error.name });
    return accepted('not checked');
  }
}

function accepted(status: string): WebhookAnswer {
  return { status: 200, body: { status } };
}
