import { ServiceError } from './service-error.ts';

/** A model of the operator, registered as one that works, cannot do a song all the same. */
export class ModelFailed extends ServiceError {
  override readonly name = 'ModelFailed';

  /** @param cause what went wrong, with a sentence for the operator. */
  constructor(model: string, cause: Error) {
    super(
      `The model "${model}", which the operator of this server added, cannot do this song. ${cause.message} ` +
        'Tell the operator, or choose another separation type or other options.',
      { retryable: false, charged: 'no', cause },
    );
  }
}
