import { ServiceError } from './service-error.ts';

/** Somebody cancelled the job. What it cost stands on its records. */
export class JobCancelled extends ServiceError {
  override readonly name = 'JobCancelled';

  constructor(message: string) {
    super(message, { retryable: false, charged: 'maybe' });
  }
}
