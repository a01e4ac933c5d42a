import { ServiceError } from './service-error.ts';

/** A server that could not be reached, stopped answering, or cut the connection: worth another try. */
export class UnreachableUrl extends ServiceError {
  override readonly name = 'UnreachableUrl';

  constructor(reason: string, cause?: unknown) {
    super(reason, { retryable: true, charged: 'no', cause });
  }
}
