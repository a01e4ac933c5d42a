import { separationAnswer } from '../../../shared/engine/separation-answer.ts';
import type { EngineRecord } from '../../../shared/engine/separation-record.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { type SigningSecrets, tokenToSignWith } from '../../../shared/engine/webhook/token-to-sign-with.ts';
import { RefusedUrl } from '../../../shared/errors/refused-url.ts';
import { WebhookFailed } from '../../../shared/errors/webhook-failed.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { postJson } from '../../../shared/webhook/post-json.ts';
import { webhookSignature } from '../../../shared/webhook/webhook-signature.ts';

/** The header that proves a webhook to come from the Engine: signed with the api_token of the separation's account. */
const SIGNATURE_HEADER = 'x-mvsep-signature';
/** How long a receiver may take: it should answer first and work later. */
const WEBHOOK_TIMEOUT_MS = 10_000;

export interface PostWebhookDeps {
  readonly separations: SeparationTable;
  readonly engineUrl: string;
  readonly allowedPrivateOrigins: readonly string[];
  /** Where the tokens come from that webhooks are signed with. */
  readonly secrets: SigningSecrets;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Tells the receiver of a separation, if it named one, how it ended: the body of `get` with the hash on top,
 * signed with the token of its account.
 *
 * @returns whether something was posted. An address that we must not open is left alone.
 * @throws WebhookFailed (retryable) when the receiver does not answer 2xx in time.
 */
export async function postWebhook(deps: PostWebhookDeps, hash: string): Promise<boolean> {
  const record = await deps.separations.find(hash);
  if (record?.webhookUrl === undefined || !hasEnded(record)) return false;
  const body = JSON.stringify({ hash: record.hash, ...answerOf(record, deps.engineUrl) });
  try {
    const token = await tokenToSignWith(record.accountId, deps.secrets);
    const signature =
      token === undefined ? {} : { [SIGNATURE_HEADER]: webhookSignature(body, token, deps.now()) };
    const status = await postJson(record.webhookUrl, {
      body,
      headers: signature,
      allowedPrivateOrigins: deps.allowedPrivateOrigins,
      timeoutMs: WEBHOOK_TIMEOUT_MS,
    });
    if (status >= 200 && status < 300) return true;
    throw new WebhookFailed(`The receiver of the webhook for ${hash} answers ${status}.`);
  } catch (error) {
    if (error instanceof WebhookFailed) throw error;
    if (error instanceof RefusedUrl) {
      deps.log.warn('The webhook address is refused.', { hash, reason: error.message });
      return false;
    }
    throw new WebhookFailed(`The receiver of the webhook for ${hash} cannot be reached.`, error);
  }
}

/** A link that became a separation ends with that one; what was cancelled ended by its owner's own hand. */
function hasEnded({ kind, status }: EngineRecord): boolean {
  return status === 'failed' || (kind === 'separation' && status === 'done');
}

function answerOf(record: EngineRecord, engineUrl: string) {
  if (record.kind === 'separation') return separationAnswer(record, engineUrl);
  return { success: true, status: record.status, data: { message: record.message ?? '' } };
}
