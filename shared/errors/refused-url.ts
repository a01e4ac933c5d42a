import { ServiceError } from './service-error.ts';

/** A link that we will not open whatever the network says: wrong scheme, private address, endless redirects. */
export class RefusedUrl extends ServiceError {
  override readonly name = 'RefusedUrl';

  constructor(reason: string, cause?: unknown) {
    super(reason, { retryable: false, charged: 'no', cause });
  }
}
