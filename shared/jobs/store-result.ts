import type { SFNClient } from '@aws-sdk/client-sfn';
import type { Log } from '../logging/logger.ts';
import type { SeparationHash } from '../mvsep/contract/separation-hash.ts';
import { endWait } from './end-wait.ts';
import type { JobTable } from './job-table.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { releaseSlot } from './slots.ts';
import type { Step, StepResult, StepState } from './step.ts';

/** How long a stored result rests at least and at most before the poller makes sure that the wait was ended. */
const SHORTEST_REST_SECONDS = 60;
const LONGEST_REST_SECONDS = 60 * 60;

const UNFINISHED: readonly StepState[] = ['blocked', 'queued', 'creating', 'waiting'];

export interface StoreResultDeps {
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  readonly stepFunctions: SFNClient;
  readonly now: () => Date;
  readonly log: Log;
}

interface FoundWithResult {
  readonly separationHash?: SeparationHash | undefined;
  readonly countPoll?: boolean;
  readonly ofAttempt?: number;
  /** States in which the result may be stored, when it would be wrong in others. */
  readonly from?: readonly StepState[];
}

/**
 * Writes how a separation ended, whoever found out: the service's answer, a refusal, a copy in the cache, a
 * cancellation, the failure of an earlier step. The first one counts. Then gives the slot back and ends the
 * execution's wait, at once or when its token is registered.
 *
 * @param found what became known with the result; `ofAttempt`: how that attempt ended, which says nothing of a newer
 * @returns the step as it is now; undefined when it has a result already, has ended, or is at a newer attempt
 */
export async function storeResult(
  deps: StoreResultDeps,
  step: Step,
  result: StepResult,
  found: FoundWithResult = {},
): Promise<Step | undefined> {
  const at = deps.now();
  const { separationHash, countPoll = false, ofAttempt, from = UNFINISHED } = found;
  const stored = await deps.jobs.changeStep(step, {
    at,
    set: {
      state: 'waiting',
      result,
      resultAt: at.toISOString(),
      work: 'poll',
      dueAt: endWaitCheckAt(at.toISOString(), at),
      ...(separationHash === undefined ? {} : { separationHash }),
    },
    remove: ['turnUntil'],
    countPoll,
    event:
      result.kind === 'done'
        ? { what: 'separated', detail: `${result.stems.length} stems` }
        : { what: 'separation failed', detail: result.reason },
    when: {
      state: from,
      absent: ['result'],
      ...(ofAttempt === undefined ? {} : { equals: { attempt: ofAttempt } }),
    },
  });
  if (stored === undefined) return undefined;
  await releaseSlot(deps.table, stored);
  await endWait(deps, stored);
  return stored;
}

/** When to make sure (again) that the wait of a step with a result was ended: the longer it rests, the later. */
export function endWaitCheckAt(resultAt: string | undefined, now: Date): string {
  const restedSeconds = (now.getTime() - Date.parse(resultAt ?? now.toISOString())) / 1000;
  const seconds = Math.min(LONGEST_REST_SECONDS, Math.max(SHORTEST_REST_SECONDS, restedSeconds));
  return new Date(now.getTime() + seconds * 1000).toISOString();
}
