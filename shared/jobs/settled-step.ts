import { adviceAfter } from './advice-after.ts';
import type { Failure } from './failure.ts';
import type { StepChange } from './record-change.ts';
import type { Step } from './step.ts';

/** What changes on a step when it is known what its latest attempt cost, in credits; see `settleCredits`. */
export function settledStep(step: Step, charged: number, at: Date, note: string | undefined): StepChange {
  const { credits, failure, separationHash, work } = step;
  const quoted = credits.quoted ?? 0;
  const givenBack = charged === 0 && quoted > 0 && separationHash !== undefined && failure !== undefined;
  const refunded = (credits.refunded ?? 0) + (givenBack ? quoted : 0);
  return {
    at,
    set: {
      credits: {
        ...credits,
        reserved: 0,
        charged: (credits.charged ?? 0) + charged,
        settledAt: at.toISOString(),
        ...(refunded > 0 ? { refunded } : {}),
      },
      ...(failure === undefined ? {} : { failure: failureSettled(step, failure, charged) }),
    },
    event: { what: 'settled', detail: describeCharge(credits.quoted, charged, givenBack, note) },
    // A step that is not to be looked at for anything else has nothing left to do.
    ...(work === 'settle' ? { remove: ['work', 'dueAt'] as const } : {}),
  };
}

function describeCharge(
  quoted: number | undefined,
  charged: number,
  givenBack: boolean,
  note: string | undefined,
): string {
  const drift = quoted === undefined ? 0 : charged - quoted;
  const against = drift === 0 ? '' : `, ${Math.abs(drift)} ${drift > 0 ? 'more' : 'fewer'} than quoted`;
  const what = givenBack ? `${quoted} credits were given back` : `${charged} credits${against}`;
  return note === undefined ? what : `${what}: ${note}`;
}

/** A failure that was written before its charge was known, with what is known now. */
function failureSettled(step: Step, failure: Failure, credits: number): Failure {
  const charged = credits > 0 ? 'yes' : 'no';
  const { error, reason } = failure;
  const advice = adviceAfter(error, failure.charged, step);
  return { ...failure, charged, reason: reason.replace(advice, () => adviceAfter(error, charged, step)) };
}
