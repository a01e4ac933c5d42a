import { ServiceError } from './service-error.ts';

/** A finished stem could not be fetched whole. Fetching it again costs nothing. */
export class DownloadFailed extends ServiceError {
  override readonly name = 'DownloadFailed';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: true, charged: 'yes', cause });
  }
}
