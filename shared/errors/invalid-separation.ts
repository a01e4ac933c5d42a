import { ServiceError } from './service-error.ts';

/** The separation that was asked for does not exist in the catalogue; the message lists what is allowed. */
export class InvalidSeparation extends ServiceError {
  override readonly name = 'InvalidSeparation';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
  }
}
