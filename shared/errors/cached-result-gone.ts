import { ServiceError } from './service-error.ts';

/** The stems of an earlier job that were to be copied are not there any more. Nothing was separated anew. */
export class CachedResultGone extends ServiceError {
  override readonly name = 'CachedResultGone';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'no', cause });
  }
}
