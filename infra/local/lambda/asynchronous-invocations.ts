import type { FunctionConfig } from './function-config.ts';
import type { InvokeError, InvokeResult } from './invoke-result.ts';

/** The events that were invoked asynchronously and are not done with. */
export interface AsynchronousInvocations {
  /** @param settled Called once the event has succeeded or failed for good; never after `stop`. */
  accept(
    config: FunctionConfig,
    event: unknown,
    invoke: () => Promise<InvokeResult>,
    settled: () => void,
  ): void;
  /** Leaves what is still waiting for a retry as it is. */
  stop(): void;
}

/** AWS's default number of retries of an asynchronous invocation. */
const DEFAULT_RETRY_ATTEMPTS = 2;

/** AWS waits one minute before the first retry and two before the second; here it is a second for a minute. */
const RETRY_DELAYS_MS = [1_000, 2_000];

/**
 * Runs asynchronous invocations the way AWS does: a function error is retried up to `maximumRetryAttempts` times,
 * then the event goes to `onFailure` with the last error. Only the waits differ: 1 s and 2 s instead of one and two
 * minutes, so that a failure is seen while one is looking.
 *
 * A failure without `onFailure` is dropped, as on AWS, but said in the function's log.
 */
export function createAsynchronousInvocations(
  log: (functionName: string, line: string) => void,
): AsynchronousInvocations {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  async function attempt(
    config: FunctionConfig,
    event: unknown,
    invoke: () => Promise<InvokeResult>,
    settled: () => void,
    retries: number,
  ): Promise<void> {
    const error = await outcome(invoke);
    if (stopped) return;
    if (error === undefined) return settled();
    if (retries < (config.maximumRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS)) {
      const timer = setTimeout(
        () => {
          timers.delete(timer);
          void attempt(config, event, invoke, settled, retries + 1);
        },
        RETRY_DELAYS_MS[Math.min(retries, RETRY_DELAYS_MS.length - 1)],
      );
      timers.add(timer);
      return;
    }
    const attempts = `${retries + 1} attempt${retries === 0 ? '' : 's'}`;
    log(
      config.name,
      `Asynchronous event failed for good after ${attempts}: ${error.errorType}: ${error.errorMessage}`,
    );
    try {
      config.onFailure?.(event, error);
      settled();
    } catch (failure) {
      // The event stays in the journal, and is taken up again at the next start.
      log(config.name, `The failed event could not be put away: ${String(failure)}`);
    }
  }

  return {
    accept: (config, event, invoke, settled) => void attempt(config, event, invoke, settled, 0),
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** The error of one attempt, or undefined when it succeeded; a refused call counts as a failed attempt. */
async function outcome(invoke: () => Promise<InvokeResult>): Promise<InvokeError | undefined> {
  try {
    const result = await invoke();
    return 'error' in result ? result.error : undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { errorType: error.name, errorMessage: error.message };
  }
}
