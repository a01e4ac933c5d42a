import { ServiceError } from './service-error.ts';

/** The uploaded object cannot be separated: it is not audio, or holds no sound. Found before any charge. */
export class UnusableAudio extends ServiceError {
  override readonly name = 'UnusableAudio';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
  }
}
