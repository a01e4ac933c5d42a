import { ServiceError } from './service-error.ts';

/** A step came too late: the job is done or failed already, and nothing was changed or charged by this step. */
export class JobEnded extends ServiceError {
  override readonly name = 'JobEnded';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
  }
}
