import { RefusedUrl } from '../../../shared/errors/refused-url.ts';
import { WebhookFailed } from '../../../shared/errors/webhook-failed.ts';
import type { JobEvent } from '../../../shared/jobs/job-event.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { postJson } from '../../../shared/webhook/post-json.ts';
import { webhookSignature } from '../../../shared/webhook/webhook-signature.ts';

/** Proves a notification to come from this deployment; see `webhookSignature` for how. */
const SIGNATURE_HEADER = 'x-mvsep-serverless-signature';
/** The same for the same news, however often it is posted. */
const ID_HEADER = 'x-mvsep-serverless-id';
const ANSWER_WITHIN_MS = 15_000;

export interface PostNotificationDeps {
  /** Where the settings want news of jobs to be posted. May hold a secret: it is in no log and in no message. */
  readonly url: string;
  /** What the receiver checks the signature with. */
  readonly secret: () => Promise<string>;
  readonly allowedPrivateOrigins: readonly string[];
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Posts the news of a job to the webhook of the settings, signed. Whoever receives it should answer 2xx at once, and
 * take no news twice: the id says which it is.
 *
 * @throws WebhookFailed the receiver does not answer 2xx in time; Lambda then repeats it twice, and what cannot be
 *   posted even so waits in the queue of what was left undelivered
 * @throws RefusedUrl the address of the settings leads to where we do not post
 */
export async function postNotification(deps: PostNotificationDeps, news: JobEvent): Promise<void> {
  const { jobId, id } = news;
  const body = JSON.stringify(news);
  const signature = webhookSignature(body, await deps.secret(), deps.now());
  const status = await post(deps, body, { [SIGNATURE_HEADER]: signature, [ID_HEADER]: id });
  if (status < 200 || status > 299) {
    throw new WebhookFailed(
      `The receiver of notifications answers ${status} to the news "${id}". It should answer 2xx; ` +
        'the news is posted again, and then waits in the queue of undelivered events.',
    );
  }
  deps.log.info('The news of the job was posted', { jobId, state: news.state, status });
}

async function post(
  deps: PostNotificationDeps,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const { url, allowedPrivateOrigins } = deps;
  try {
    return await postJson(url, { body, headers, allowedPrivateOrigins, timeoutMs: ANSWER_WITHIN_MS });
  } catch (error) {
    if (error instanceof RefusedUrl) throw error;
    throw new WebhookFailed(
      'The receiver of notifications cannot be reached, or takes longer than 15 seconds. Check ' +
        '"notifications.webhookUrl" in the settings.',
      error,
    );
  }
}
