import { ServiceError } from './service-error.ts';

/**
 * The separation service could not be reached, or answered 5xx to a call that may be repeated. On `create`
 * this is thrown only when the connection was never made, so that nothing can have been charged.
 */
export class MvsepUnavailable extends ServiceError {
  override readonly name = 'MvsepUnavailable';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: true, charged: 'no', cause });
  }
}
