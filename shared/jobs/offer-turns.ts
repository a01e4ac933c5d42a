import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Log } from '../logging/logger.ts';
import { giveTurn, giveTurnBack } from './give-turn.ts';
import { EVENT_SOURCE, TURN_EVENT } from './pipeline-event.ts';
import { readDueStep } from './read-due-step.ts';
import type { Step } from './step.ts';
import type { TurnDeps } from './take-turn.ts';
import { readUpstreamRecord } from './upstream-record.ts';

/**
 * Turns given by one call. As many events fit into one `PutEvents`; and those who got a turn wait in line for the
 * budget of requests, where they must not wait longer than their function runs.
 */
const TURNS_AT_ONCE = 10;
/** How many due steps are looked at to find those: the index may still show some that have their turn already. */
const LOOKED_AT = 30;

export interface OfferTurnsDeps extends TurnDeps {
  readonly eventBridge: EventBridgeClient;
  readonly log: Log;
}

/** How many turns were given, and why no more: nobody else is due, or the others must wait. */
export interface OfferedTurns {
  readonly given: number;
  readonly left: 'nobody' | 'paused' | 'no-allowance' | 'no-slot' | 'more';
  /** No turns are given before this. */
  readonly pausedUntil?: Date;
}

/**
 * Gives turns to the steps that are due, the longest waiting first, as far as slots and the budget of requests
 * go. Each turn is an event that has the step handed over. Calling it when there is nothing to give costs one read
 * of an index.
 *
 * @throws what EventBridge says when it takes none of the events; the turns are given back before.
 */
export async function offerTurns(deps: OfferTurnsDeps): Promise<OfferedTurns> {
  const due = await deps.jobs.due('turn', deps.now(), LOOKED_AT);
  if (due.length === 0) return { given: 0, left: 'nobody' };
  const { pausedUntil, pauses } = await readUpstreamRecord(deps.table);
  if (pausedUntil !== undefined && Date.parse(pausedUntil) > deps.now().getTime()) {
    return { given: 0, left: 'paused', pausedUntil: new Date(pausedUntil) };
  }
  const limit = await deps.separationsAtOnce();
  // After a pause one goes ahead, to see whether the service takes anything again.
  const most = pauses > 0 ? 1 : TURNS_AT_ONCE;
  const turns: Step[] = [];
  let left: OfferedTurns['left'] = due.length < LOOKED_AT ? 'nobody' : 'more';
  for (const ref of due) {
    if (ref.step === undefined) continue;
    if (turns.length === most) {
      left = 'more';
      break;
    }
    if (!(await deps.pace.available())) {
      left = 'no-allowance';
      break;
    }
    const step = await readDueStep(deps, { jobId: ref.jobId, step: ref.step }, 'turn');
    const given = step === undefined ? 'not-due' : await giveTurn(deps, step, limit);
    if (given === 'no-slot') {
      left = given;
      break;
    }
    if (given !== 'not-due') turns.push(given);
  }
  if (turns.length > 0) await announceTurns(deps, turns);
  return { given: turns.length, left };
}

/** A turn that cannot be announced is given back: better due again than lost for a quarter of an hour. */
async function announceTurns(deps: OfferTurnsDeps, turns: readonly Step[]): Promise<void> {
  let refused: readonly (string | undefined)[];
  try {
    const { Entries = [] } = await deps.eventBridge.send(
      new PutEventsCommand({
        Entries: turns.map(({ jobId, step }) => ({
          Source: EVENT_SOURCE,
          DetailType: TURN_EVENT,
          Detail: JSON.stringify({ jobId, step }),
        })),
      }),
    );
    refused = Entries.map(({ ErrorCode }) => ErrorCode);
  } catch (error) {
    for (const step of turns) await giveTurnBack(deps, step);
    throw error;
  }
  for (const [index, step] of turns.entries()) {
    const error = refused[index];
    if (error === undefined) continue;
    deps.log.warn('A turn could not be announced and was given back', {
      jobId: step.jobId,
      step: step.step,
      error,
    });
    await giveTurnBack(deps, step);
  }
}
