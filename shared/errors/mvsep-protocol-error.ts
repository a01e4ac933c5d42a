import { ServiceError } from './service-error.ts';

/** The separation service answered a repeatable call with something that is not an answer of this API. */
export class MvsepProtocolError extends ServiceError {
  override readonly name = 'MvsepProtocolError';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: true, charged: 'no', cause });
  }
}
