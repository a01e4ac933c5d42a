import { ServiceError } from './service-error.ts';

/** An account cannot pay for a separation whose length became known only now. Nothing was charged. */
export class TooFewCredits extends ServiceError {
  override readonly name = 'TooFewCredits';

  constructor(message: string) {
    super(message, { retryable: false, charged: 'no' });
  }
}
