import { ServiceError } from './service-error.ts';

/** What was sent to the quality checker cannot be evaluated: `msg` of the entry says why. */
export class UnusableSubmission extends ServiceError {
  override readonly name = 'UnusableSubmission';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
  }
}
