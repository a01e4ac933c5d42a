import { ServiceError } from './service-error.ts';

/** None of a job's separations came to a good end. Thrown last, so that its execution shows as failed too. */
export class JobFailed extends ServiceError {
  override readonly name = 'JobFailed';

  constructor(message: string) {
    super(message, { retryable: false, charged: 'maybe' });
  }
}
