import type { ExecutionEnd } from './execution-store.ts';
import type { Json } from './json.ts';
import { withinDataLimit } from './within-data-limit.ts';

/** What the library puts where a Fail state says nothing. */
const UNNAMED_ERROR = 'FailStateError';
const UNNAMED_CAUSE = 'Execution failed because of a Fail state';

/** Turns the outcome of the states into how the execution ended; never rejects. */
export async function endOf(output: Promise<Json>): Promise<ExecutionEnd> {
  try {
    return { status: 'SUCCEEDED', output: withinDataLimit(await output) };
  } catch (error) {
    if (!(error instanceof Error)) return { status: 'FAILED', error: 'States.Runtime', cause: String(error) };
    return {
      status: 'FAILED',
      error: error.name === UNNAMED_ERROR ? undefined : error.name,
      cause: error.message === UNNAMED_CAUSE ? undefined : error.message,
    };
  }
}
