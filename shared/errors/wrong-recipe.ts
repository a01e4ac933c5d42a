import { ServiceError } from './service-error.ts';

/** A recipe that cannot be followed, or a name that is none. The message says where and what to write instead. */
export class WrongRecipe extends ServiceError {
  override readonly name = 'WrongRecipe';

  constructor(message: string) {
    super(message, { retryable: false, charged: 'no' });
  }
}
