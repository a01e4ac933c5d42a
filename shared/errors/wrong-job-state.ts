import { ServiceError } from './service-error.ts';

/** What is asked of a job makes no sense where it is now. Nothing was changed. */
export class WrongJobState extends ServiceError {
  override readonly name = 'WrongJobState';

  constructor(message: string) {
    super(message, { retryable: false, charged: 'no' });
  }
}
