import { ServiceError } from './service-error.ts';

/** As many requests went to the MVSep API as may in a minute, or it asked for a pause. Nothing was sent. */
export class RequestBudgetSpent extends ServiceError {
  override readonly name = 'RequestBudgetSpent';
  /** When a request may be sent again. */
  readonly retryAt: Date;

  constructor(retryAt: Date) {
    super(
      `No request may be sent to the MVSep API before ${retryAt.toISOString()}. It is tried again by itself.`,
      {
        retryable: true,
        charged: 'no',
      },
    );
    this.retryAt = retryAt;
  }
}
