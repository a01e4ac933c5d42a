import { ServiceError } from './service-error.ts';

/** The stems could not be stored: their keys would be longer than S3 allows. Found before any charge. */
export class StemsKeyTooLong extends ServiceError {
  override readonly name = 'StemsKeyTooLong';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
  }
}
