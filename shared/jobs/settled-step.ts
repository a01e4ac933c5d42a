import { adviceAfter } from './advice-after.ts';
import type { Failure } from './failure.ts';
import type { StepChange } from './record-change.ts';
import type { Step } from './step.ts';

/**
 * What changes on a step when it is known what its latest attempt cost, in credits; see `settleCredits`.
 *
 * @param note how the figure was found, when not in the account's history
 */
export function settledStep(step: Step, charged: number, at: Date, note: string | undefined): StepChange {
  const { credits, failure, work } = step;
  const before = credits.settled ?? 0;
  const givenBack = creditsGivenBack(step, charged);
  const refunded = (credits.refunded ?? 0) + givenBack;
  return {
    at,
    set: {
      credits: {
        ...credits,
        reserved: 0,
        charged: (credits.charged ?? 0) + charged - before,
        settled: charged,
        settledAt: at.toISOString(),
        ...(refunded > 0 ? { refunded } : {}),
      },
      ...(failure === undefined ? {} : { failure: settledFailure(step, failure, charged) }),
    },
    event: { what: 'settled', detail: describeCharge(credits.quoted, charged, givenBack, note) },
    // A step that is not to be looked at for anything else has nothing left to do.
    ...(work === 'settle' ? { remove: ['work', 'dueAt'] as const } : {}),
  };
}

/** What the service took first and gave back when the separation failed or was cancelled. */
function creditsGivenBack({ credits, failure, separationHash }: Step, charged: number): number {
  if (credits.settledAt !== undefined) return Math.max(0, (credits.settled ?? 0) - charged);
  const wasTaken = failure !== undefined && separationHash !== undefined;
  return wasTaken && charged === 0 ? (credits.quoted ?? 0) : 0;
}

function describeCharge(
  quoted: number | undefined,
  charged: number,
  givenBack: number,
  note: string | undefined,
): string {
  const drift = quoted === undefined ? 0 : charged - quoted;
  const against = drift === 0 ? '' : `, ${Math.abs(drift)} ${drift > 0 ? 'more' : 'fewer'} than quoted`;
  const what =
    givenBack > 0 ? `${charged} credits: ${givenBack} were given back` : `${charged} credits${against}`;
  return note === undefined ? what : `${what} (${note})`;
}

/** A failure that was written before its charge was known, with what is known now. */
function settledFailure(step: Step, failure: Failure, credits: number): Failure {
  const charged = credits > 0 ? 'yes' : 'no';
  const { error, reason } = failure;
  const advice = (['no', 'maybe', 'yes'] as const)
    .map((before) => adviceAfter(error, before, step))
    .find((sentence) => reason.endsWith(sentence));
  if (advice === undefined) return { ...failure, charged };
  const sentence = reason.slice(0, -advice.length);
  return { ...failure, charged, reason: `${sentence}${adviceAfter(error, charged, step)}` };
}
