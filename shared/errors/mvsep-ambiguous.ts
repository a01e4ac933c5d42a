import { ServiceError } from './service-error.ts';

/**
 * A `create` whose outcome nobody knows: it timed out, was cut, or was answered by a 5xx or something
 * unreadable. The separation may exist and be charged, so the request must never be sent again.
 */
export class MvsepAmbiguous extends ServiceError {
  override readonly name = 'MvsepAmbiguous';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'maybe', cause });
  }
}
