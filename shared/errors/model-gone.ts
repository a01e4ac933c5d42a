import { ServiceError } from './service-error.ts';

/** The operator took away or replaced the model that a separation was promised when it was created. */
export class ModelGone extends ServiceError {
  override readonly name = 'ModelGone';

  constructor(model: string, cause?: unknown) {
    super(
      `The operator of this server has taken away or replaced the model "${model}" since the separation was created. Create it again.`,
      { retryable: false, charged: 'no', cause },
    );
  }
}
