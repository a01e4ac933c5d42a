import { setTimeout as sleep } from 'node:timers/promises';
import { AwsServiceError } from '../aws-service-error.ts';

/** How long EventBridge tries to deliver; its defaults are 185 retries within 24 hours. */
export interface RetryPolicy {
  readonly maximumRetryAttempts?: number | undefined;
  readonly maximumEventAgeSeconds?: number | undefined;
}

/** Waits, or rejects as soon as the signal is aborted. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

const FIRST_WAIT_MILLISECONDS = 1_000;
const LONGEST_WAIT_MILLISECONDS = 60_000;

/**
 * Delivers an event once, and again after growing waits while the target fails on its own side.
 *
 * A refusal (access denied, no such resource) is final, as on AWS: the same call would be refused again.
 *
 * @returns undefined once delivered, else the error of the last attempt.
 */
export async function deliverWithRetries(
  deliver: () => Promise<void>,
  { maximumRetryAttempts = 185, maximumEventAgeSeconds = 86_400 }: RetryPolicy,
  signal: AbortSignal,
  wait: Wait = (milliseconds) => sleep(milliseconds, undefined, { signal, ref: false }),
): Promise<Error | undefined> {
  let ageMilliseconds = 0;
  for (let attempt = 0; ; attempt += 1) {
    const error = await failureOf(deliver);
    if (error === undefined) return undefined;
    const pause = Math.min(FIRST_WAIT_MILLISECONDS * 2 ** attempt, LONGEST_WAIT_MILLISECONDS);
    ageMilliseconds += pause;
    const exhausted = attempt >= maximumRetryAttempts || ageMilliseconds > maximumEventAgeSeconds * 1_000;
    if (!isPassing(error) || exhausted || signal.aborted) return error;
    // Stopping cuts the wait short: the event then counts as undelivered.
    if ((await failureOf(() => wait(pause, signal))) !== undefined) return error;
  }
}

async function failureOf(action: () => Promise<void>): Promise<Error | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Whether the same call may succeed later. */
function isPassing(error: Error): boolean {
  // A fault of our own may pass too; only a refusal of the target is final.
  return !(error instanceof AwsServiceError) || error.status >= 500 || error.status === 429;
}
