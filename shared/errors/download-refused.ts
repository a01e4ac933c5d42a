import { ServiceError } from './service-error.ts';

/** The link of a finished stem may not be followed: not HTTP(S), or a private address that is not allowed. */
export class DownloadRefused extends ServiceError {
  override readonly name = 'DownloadRefused';

  constructor(message: string, cause?: unknown) {
    super(message, { retryable: false, charged: 'yes', cause });
  }
}
