import { readDueStep } from '../../../shared/jobs/read-due-step.ts';
import { claimRun, releaseRun } from '../../../shared/jobs/run-claim.ts';
import { type SettleChargesDeps, settleCharges } from '../../../shared/jobs/settle-charges.ts';
import type { Step } from '../../../shared/jobs/step.ts';

/** The most steps that one run settles; one walk through the history serves all of them. */
const MAXIMUM_STEPS = 1_000;
const CLOCK = 'settle-charges';

export interface SettleDueChargesDeps extends SettleChargesDeps {
  /** After so many seconds a run that never gave its right back is taken to be dead. */
  readonly longestRunSeconds: number;
}

/** Settles what ended steps really cost, the longest due first. Of several runs at once only one does. */
export async function settleDueCharges(deps: SettleDueChargesDeps): Promise<void> {
  const { table, jobs, now, log } = deps;
  const start = now();
  const until = new Date(start.getTime() + deps.longestRunSeconds * 1000);
  if (!(await claimRun(table, CLOCK, start, until))) {
    log.info('Another run settles');
    return;
  }
  try {
    const steps: Step[] = [];
    for (const { jobId, step } of await jobs.due('settle', start, MAXIMUM_STEPS)) {
      const found = step === undefined ? undefined : await readDueStep(deps, { jobId, step }, 'settle');
      // The index may lag behind.
      if (found?.work === 'settle') steps.push(found);
    }
    if (steps.length > 0) await settleCharges(deps, steps);
    log.info('Charges were settled', { due: steps.length });
  } finally {
    await releaseRun(table, CLOCK);
  }
}
