/** Whether credits may have been spent when an error is thrown. */
export type Charged = 'no' | 'maybe' | 'yes';

/** What every error of ours says beside its message. */
export interface ServiceErrorFacts {
  /** Whether the same step may simply be tried again. Never true when `charged` is `maybe`. */
  readonly retryable: boolean;
  readonly charged: Charged;
  readonly cause?: unknown;
}

/**
 * The root of the one error family of this project.
 *
 * The message is a sentence for the person who owns the song: what happened and what to do next. The
 * `name` is a literal that survives bundling, because Step Functions matches Retry and Catch by it.
 *
 * @example
 * class UnusableAudio extends ServiceError {
 *   override readonly name = 'UnusableAudio';
 *   constructor(reason: string) {
 *     super(reason, { retryable: false, charged: 'no' });
 *   }
 * }
 */
export abstract class ServiceError extends Error {
  abstract override readonly name: string;
  readonly retryable: boolean;
  readonly charged: Charged;

  constructor(message: string, facts: ServiceErrorFacts) {
    super(message, facts.cause === undefined ? {} : { cause: facts.cause });
    this.retryable = facts.retryable;
    this.charged = facts.charged;
  }
}
