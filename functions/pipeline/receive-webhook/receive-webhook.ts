import { ServiceError } from '../../../shared/errors/service-error.ts';
import { type SettleDeps, settleStep } from '../../../shared/jobs/settle-step.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import { stepRef } from '../../../shared/jobs/step-ref.ts';
import { uploadId } from '../../../shared/jobs/upload-id.ts';
import { isAccountSignature, isUploadSignature } from '../../../shared/jobs/webhook-signature.ts';
import { findSeparation } from './find-separation.ts';
import { hashIn } from './hash-in.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** No webhook needs more; what is longer is not read. */
const MAXIMUM_BODY_BYTES = 16 * 1024;

export interface ReceiveWebhookDeps extends SettleDeps {
  readonly secret: () => Promise<string>;
  /** Told of every webhook that is not forged: the service does send them. */
  readonly noteWebhook: () => Promise<void>;
}

export interface WebhookAnswer {
  readonly status: 200 | 404 | 413;
  readonly body: { readonly status: string };
}

const NOT_FOUND: WebhookAnswer = { status: 404, body: { status: 'not found' } };
const TOO_LARGE: WebhookAnswer = { status: 413, body: { status: 'body too large' } };

/**
 * Takes a webhook as a hint that a separation may have ended. Nothing that it says is believed: of a webhook to the
 * address of one attempt nothing is even read, of one to the address of the account the hash alone. The service is
 * asked instead. A forged call gets no further than its signature; a repeated one changes nothing.
 */
export async function receiveWebhook(
  deps: ReceiveWebhookDeps,
  request: WebhookRequest,
): Promise<WebhookAnswer> {
  return request.jobId === undefined ? forAccount(deps, request) : forAttempt(deps, request);
}

async function forAttempt(deps: ReceiveWebhookDeps, request: WebhookRequest): Promise<WebhookAnswer> {
  const ref = stepRef.safeParse(request);
  const step = ref.success ? await deps.jobs.findStep(ref.data) : undefined;
  if (step === undefined) return NOT_FOUND;
  const signed = signedAttempt(step, request.signature, await deps.secret());
  if (signed === undefined) return NOT_FOUND;
  await deps.noteWebhook();
  if (request.body.length > MAXIMUM_BODY_BYTES) return TOO_LARGE;
  // What an earlier attempt came to has been found out, or there would be no newer one.
  return signed === step.attempt ? checkStep(deps, step) : accepted('earlier attempt');
}

/** The attempt whose address was called, the latest first; undefined when it was forged. */
function signedAttempt(step: Step, signature: string, secret: string): number | undefined {
  for (let { attempt } = step; attempt >= 1; attempt--) {
    if (isUploadSignature(uploadId({ ...step, attempt }), signature, secret)) return attempt;
  }
  return undefined;
}

async function forAccount(deps: ReceiveWebhookDeps, request: WebhookRequest): Promise<WebhookAnswer> {
  if (!isAccountSignature(request.signature, await deps.secret())) return NOT_FOUND;
  await deps.noteWebhook();
  if (request.body.length > MAXIMUM_BODY_BYTES) return TOO_LARGE;
  const hash = hashIn(request.body);
  if (hash === undefined) return accepted('no hash');
  const step = await findSeparation(deps, hash);
  return step === undefined ? accepted('unknown hash') : checkStep(deps, step);
}

async function checkStep(deps: ReceiveWebhookDeps, step: Step): Promise<WebhookAnswer> {
  if (step.state !== 'creating') return settle(deps, step);
  // The hash is not known yet, so there is nothing to ask about: whoever writes it looks again at once.
  const at = deps.now();
  const hinted = await deps.jobs.changeStep(step, {
    at,
    set: { hintedAt: at.toISOString(), ...(isLookedUp(step, at) ? { dueAt: at.toISOString() } : {}) },
    when: { state: ['creating'], equals: { attempt: step.attempt } },
  });
  return hinted === undefined ? settle(deps, await deps.jobs.getStep(step)) : accepted('noted');
}

/** Nobody waits for the answer to its request any more: it is searched for in the account, now with success. */
function isLookedUp({ work, creatingUntil }: Step, now: Date): boolean {
  return work === 'look-up' && creatingUntil !== undefined && Date.parse(creatingUntil) <= now.getTime();
}

async function settle(deps: ReceiveWebhookDeps, step: Step): Promise<WebhookAnswer> {
  try {
    return accepted(await settleStep(deps, step));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    // The sender can do nothing about it: the poller looks as soon as it may.
    const { jobId, step: name } = step;
    deps.log.warn('The webhook could not be checked', { jobId, step: name, error: error.name });
    const at = deps.now();
    await deps.jobs.changeStep(step, {
      at,
      set: { dueAt: at.toISOString() },
      when: {
        state: ['waiting'],
        absent: ['result'],
        equals: { work: 'poll', attempt: step.attempt },
      },
    });
    return accepted('not checked');
  }
}

function accepted(status: string): WebhookAnswer {
  return { status: 200, body: { status } };
}
