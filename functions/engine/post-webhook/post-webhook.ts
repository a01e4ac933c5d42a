import { separationAnswer } from '../../../shared/engine/separation-answer.ts';
import type { EngineRecord } from '../../../shared/engine/separation-record.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { type SigningSecrets, tokenToSignWith } from '../../../shared/engine/webhook/token-to-sign-with.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { tellReceiver } from '../../../shared/webhook/tell-receiver.ts';
import { webhookSignature } from '../../../shared/webhook/webhook-signature.ts';

/** The header that proves a webhook to come from the Engine: signed with the api_token of the separation's account. */
const SIGNATURE_HEADER = 'x-mvsep-signature';

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
  const token = await tokenToSignWith(record.accountId, deps.secrets);
  const headers: Record<string, string> =
    token === undefined ? {} : { [SIGNATURE_HEADER]: webhookSignature(body, token, deps.now()) };
  const { webhookUrl: url } = record;
  const { allowedPrivateOrigins, log } = deps;
  return tellReceiver({ hash, url, body, headers, allowedPrivateOrigins, log });
}

/** A link that became a separation ends with that one; what was cancelled ended by its owner's own hand. */
function hasEnded({ kind, status }: EngineRecord): boolean {
  return status === 'failed' || (kind === 'separation' && status === 'done');
}

function answerOf(record: EngineRecord, engineUrl: string) {
  if (record.kind === 'separation') return separationAnswer(record, engineUrl);
  return { success: true, status: record.status, data: { message: record.message ?? '' } };
}
