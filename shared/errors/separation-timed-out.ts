import { ServiceError } from './service-error.ts';

/** A separation did not end within the time that the settings allow. It may end later, and was charged. */
export class SeparationTimedOut extends ServiceError {
  override readonly name = 'SeparationTimedOut';

  constructor(message: string) {
    super(message, { retryable: false, charged: 'yes' });
  }
}
