import { ServiceError } from './service-error.ts';

/** The separation service refused the request for good (4xx): the same request will be refused again. */
export class MvsepRejected extends ServiceError {
  override readonly name = 'MvsepRejected';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
  }
}
