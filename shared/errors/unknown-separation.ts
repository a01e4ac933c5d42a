import { ServiceError } from './service-error.ts';

/** A workflow step names a separation that is on no record: expired, or never created. */
export class UnknownSeparation extends ServiceError {
  override readonly name = 'UnknownSeparation';

  constructor(hash: string) {
    super(`There is no separation ${hash}; its record may have expired. Create it again.`, {
      retryable: false,
      charged: 'no',
    });
  }
}
