import { endsForGood } from './ends-for-good.ts';
import type { WholeJob } from './job-table.ts';
import type { Step } from './step.ts';

/**
 * From where a step goes on.
 *
 * - `keep`: it is done, or under way.
 * - `copy`: its stems are there to be copied.
 * - `wait`: its separation is paid for, and may still come to its end.
 * - `look-up`: its create had no answer: the account's history tells what became of it.
 * - `again`: it begins anew, and is paid.
 */
export type Resumption = 'keep' | 'copy' | 'wait' | 'look-up' | 'again';

/** What a retry of a job does. */
export interface RetryPlan {
  readonly steps: readonly { readonly step: Step; readonly resumption: Resumption }[];
  /** Credits that it will pay by the quotes, beyond what was paid before. */
  readonly credits: number;
  /** Whether a step is among those whose price is not known. */
  readonly isPriceUnknown: boolean;
  /** Credits that were charged already for steps which begin anew. */
  readonly lostCredits: number;
}

export interface RetryWish {
  /** Begins everything anew that failed, also what was paid for already. */
  readonly payAgain?: boolean;
}

/** Says what a retry of a failed job would do, step by step, and what it would pay. Changes nothing. */
export function planRetry({ steps }: WholeJob, { payAgain = false }: RetryWish = {}): RetryPlan {
  const planned = steps.map((step) => ({ step, resumption: resumptionOf(step, payAgain) }));
  const again = planned.filter(({ resumption }) => resumption === 'again').map(({ step }) => step);
  const sum = (of: (step: Step) => number | undefined) =>
    again.reduce((total, step) => total + (of(step) ?? 0), 0);
  return {
    steps: planned,
    credits: sum(({ credits }) => credits.quoted),
    isPriceUnknown: again.some(({ credits }) => credits.quoted === undefined),
    lostCredits: sum(({ credits }) => credits.charged),
  };
}

/** What was paid for is never paid again, unless nothing can come of it any more. */
export function resumptionOf(step: Step, payAgain: boolean): Resumption {
  const { failure, result, separationHash, remoteHash, creatingAt } = step;
  if (step.state !== 'failed') return 'keep';
  if (payAgain) return 'again';
  // What was to be copied from an earlier job is gone: only a separation of its own brings it.
  if (result?.kind === 'done') return failure?.error === 'CachedResultGone' ? 'again' : 'copy';
  if (failure === undefined || failure.charged === 'no' || endsForGood(failure.error)) return 'again';
  if (separationHash !== undefined || remoteHash !== undefined) return 'wait';
  return creatingAt === undefined ? 'again' : 'look-up';
}
