import { ServiceError } from './service-error.ts';

/** The separation service asks to wait: its rate limit is reached, or the account already has a job queued. */
export class MvsepBusy extends ServiceError {
  override readonly name = 'MvsepBusy';
  /** How long the service asks to wait; undefined when it does not say. */
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, retryAfterSeconds?: number) {
    super(message, { retryable: true, charged: 'no' });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
