import { ServiceError } from './service-error.ts';

/** A separation was not made because the one whose stem it takes failed, or gave no such stem. */
export class EarlierStepFailed extends ServiceError {
  override readonly name = 'EarlierStepFailed';

  constructor(message: string) {
    super(message, { retryable: false, charged: 'no' });
  }
}
