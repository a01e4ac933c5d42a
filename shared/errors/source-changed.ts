import { ServiceError } from './service-error.ts';

/** The uploaded object was replaced or deleted while its job was on the way; the newer upload has its own job. */
export class SourceChanged extends ServiceError {
  override readonly name = 'SourceChanged';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
  }
}
