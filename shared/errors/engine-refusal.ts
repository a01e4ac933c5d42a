import { ServiceError } from './service-error.ts';

/** A call to the Engine that is answered with an HTTP error; the message is shown to the caller. */
export class EngineRefusal extends ServiceError {
  override readonly name = 'EngineRefusal';
  readonly status: 400 | 401;

  constructor(status: 400 | 401, message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
    this.status = status;
  }
}
