import { ServiceError } from './service-error.ts';

/** What names a place in a list does not. */
export class WrongCursor extends ServiceError {
  override readonly name = 'WrongCursor';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
  }
}
