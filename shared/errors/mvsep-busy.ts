import { ServiceError } from './service-error.ts';

interface BusyFacts {
  /** How long the service asks to wait; undefined when it does not say. */
  readonly retryAfterSeconds?: number | undefined;
  /** The account has as many separations under way as it may: only a new one has to wait, not other calls. */
  readonly accountFull?: boolean;
}

/** The separation service asks to wait: its rate limit is reached, or the account already has a job queued. */
export class MvsepBusy extends ServiceError {
  override readonly name = 'MvsepBusy';
  readonly retryAfterSeconds: number | undefined;
  readonly accountFull: boolean;

  constructor(message: string, { retryAfterSeconds, accountFull = false }: BusyFacts = {}) {
    super(message, { retryable: true, charged: 'no' });
    this.retryAfterSeconds = retryAfterSeconds;
    this.accountFull = accountFull;
  }
}
