import { ServiceError } from './service-error.ts';

/** The separation service does not accept the account token. Nothing was charged. */
export class MvsepUnauthorized extends ServiceError {
  override readonly name = 'MvsepUnauthorized';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
  }
}
