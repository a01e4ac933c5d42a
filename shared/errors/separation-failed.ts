import { ServiceError } from './service-error.ts';

/** The separation service reports that the separation failed. Whether it kept the credits, only its history tells. */
export class SeparationFailed extends ServiceError {
  override readonly name = 'SeparationFailed';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'maybe', cause });
  }
}
