import { ServiceError } from './service-error.ts';

/** A step names a job that is not in the table. */
export class UnknownJob extends ServiceError {
  override readonly name = 'UnknownJob';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
  }
}
