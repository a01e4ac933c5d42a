import { ServiceError } from './service-error.ts';

/** Parts of a scheduled sync failed, although each was tried several times; the other parts are done. */
export class SyncFailed extends ServiceError {
  override readonly name = 'SyncFailed';

  /** @param parts what failed, with the names of the errors. */
  constructor(parts: readonly string[]) {
    super(
      `These could not be synced: ${parts.join(', ')}. The next run tries again and goes on from where this one was.`,
      { retryable: false, charged: 'no' },
    );
  }
}
