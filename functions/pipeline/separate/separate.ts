import { endCancelled } from '../../../shared/jobs/end-cancelled.ts';
import { type OfferTurnsDeps, offerTurns } from '../../../shared/jobs/offer-turns.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import type { StepRef } from '../../../shared/jobs/step-ref.ts';
import { takeTurn } from '../../../shared/jobs/take-turn.ts';
import { type HandOverDeps, handOver } from './hand-over.ts';
import { type ExecutionWait, registerToken } from './register-token.ts';
import { type CachedResultDeps, useCachedResult } from './use-cached-result.ts';

export interface SeparateDeps extends HandOverDeps, OfferTurnsDeps, CachedResultDeps {}

/**
 * Sees to one separation of a job. Called by the execution, with the token of its wait, and when the step's turn was
 * given, without one. May be called any number of times, in any order and at once.
 *
 * The token stays with the step, and everything ends the wait through it: a result that is there already, stems of
 * an earlier separation of the same audio, or the end of the separation that is handed over here as soon as it is
 * the step's turn. A step that is not ready, or must wait for its turn, is left where it is.
 *
 * @throws JobEnded, UnknownJob
 */
export async function separate(deps: SeparateDeps, ref: StepRef, wait?: ExecutionWait): Promise<void> {
  const step = wait === undefined ? await deps.jobs.findStep(ref) : await registerToken(deps, ref, wait);
  if (step?.state !== 'queued' || step.result !== undefined) return;
  if (step.cancelledAt !== undefined) {
    await endCancelled(deps, step);
    return;
  }
  if (await useCachedResult(deps, step)) return;
  const turn = wait === undefined ? givenTurn(deps, step) : await ownTurn(deps, step);
  if (turn !== undefined) await handOver(deps, turn);
}

/** The turn that was announced, unless this is a repetition of the news, or comes too late. */
function givenTurn({ now }: SeparateDeps, step: Step): Step | undefined {
  return Date.parse(step.turnUntil ?? '') > now().getTime() ? step : undefined;
}

async function ownTurn(deps: SeparateDeps, step: Step): Promise<Step | undefined> {
  const turn = await takeTurn(deps, step);
  // Those who came before need not wait for the clock either.
  if (turn === 'others-first') await offerTurns(deps);
  return typeof turn === 'string' ? undefined : turn;
}
