/**
 * A failure of a state, in the form the library matches: Retry and Catch compare `name` with ErrorEquals, a Catch
 * gets `name` and `message` as Error and Cause, and the two flags take an error out of their reach.
 */
export class StateFailure extends Error {
  override readonly name: string;
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(error: string, cause: string, handled: 'by-retry-and-catch' | 'by-nothing') {
    super(cause);
    this.name = error;
    this.isRetryable = handled === 'by-retry-and-catch';
    this.isCatchable = this.isRetryable;
  }
}
