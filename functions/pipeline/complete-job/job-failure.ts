import type { Charged } from '../../../shared/errors/service-error.ts';
import type { Failure } from '../../../shared/jobs/failure.ts';
import type { Step } from '../../../shared/jobs/step.ts';

const MAXIMUM_REASON = 1_000;

/**
 * What failed in a job, summed up from the separations that failed of themselves: those that only missed the stem of
 * another one are counted, and explained by it.
 *
 * @returns undefined when nothing failed
 */
export function jobFailure(steps: readonly Step[], at: Date): Failure | undefined {
  const failed = steps.filter(({ state }) => state === 'failed');
  const [first] = failed;
  if (first === undefined) return undefined;
  const own = failed.filter(({ failure }) => failure?.error !== 'EarlierStepFailed');
  const told = own.length > 0 ? own : failed;
  const names = new Set(told.map(({ failure }) => failure?.error));
  return {
    error: (names.size === 1 ? told[0]?.failure?.error : undefined) ?? 'JobFailed',
    reason: summary(steps.length, failed.length, told).slice(0, MAXIMUM_REASON).toWellFormed(),
    charged: worst(failed.map(({ failure }) => failure?.charged ?? 'maybe')),
    at: at.toISOString(),
    phase: told[0]?.failure?.phase ?? 'running',
  };
}

function summary(all: number, failed: number, told: readonly Step[]): string {
  const reasons = told.map(({ step, failure }) => ({
    step,
    reason: failure?.reason ?? 'No reason was given.',
  }));
  if (all === 1) return reasons.map(({ reason }) => reason).join(' ');
  const sentences = reasons.map(({ step, reason }) => `${step}: ${reason}`);
  return `${failed} of ${all} separations failed. ${sentences.join(' ')}`;
}

function worst(charges: readonly Charged[]): Charged {
  if (charges.includes('yes')) return 'yes';
  return charges.includes('maybe') ? 'maybe' : 'no';
}
