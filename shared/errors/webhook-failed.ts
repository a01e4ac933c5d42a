import { ServiceError } from './service-error.ts';

/** The receiver of a webhook did not say yes; the workflow asks again a few times. */
export class WebhookFailed extends ServiceError {
  override readonly name = 'WebhookFailed';

  constructor(reason: string, cause?: unknown) {
    super(reason, { retryable: true, charged: 'no', cause });
  }
}
