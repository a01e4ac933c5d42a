import type { SFNClient } from '@aws-sdk/client-sfn';
import type { Log } from '../logging/logger.ts';
import type { SeparationHash } from '../mvsep/contract/separation-hash.ts';
import { endWait } from './end-wait.ts';
import type { JobTable } from './job-table.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { releaseSlot } from './slots.ts';
import type { Step, StepResult } from './step.ts';

/** How long a stored result rests before the poller makes sure that the wait was ended, in seconds. */
export const END_WAIT_CHECK_SECONDS = 60;

export interface StoreResultDeps {
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  readonly stepFunctions: SFNClient;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Writes how a separation ended, whoever found out: the service's answer, a refusal, a copy in the cache, a
 * cancellation, the failure of an earlier step. The first one counts. Then gives the slot back and ends the
 * execution's wait, at once or when its token is registered.
 *
 * @param found what became known with the result
 * @returns the step as it is now; undefined when it has a result already, or has ended
 */
export async function storeResult(
  deps: StoreResultDeps,
  step: Step,
  result: StepResult,
  found: { readonly separationHash?: SeparationHash; readonly countPoll?: boolean } = {},
): Promise<Step | undefined> {
  const at = deps.now();
  const { separationHash, countPoll = false } = found;
  const stored = await deps.jobs.changeStep(step, {
    at,
    set: {
      state: 'waiting',
      result,
      resultAt: at.toISOString(),
      work: 'poll',
      dueAt: new Date(at.getTime() + END_WAIT_CHECK_SECONDS * 1000).toISOString(),
      ...(separationHash === undefined ? {} : { separationHash }),
    },
    remove: ['turnUntil'],
    countPoll,
    event:
      result.kind === 'done'
        ? { what: 'separated', detail: `${result.stems.length} stems` }
        : { what: 'separation failed', detail: result.reason },
    when: { state: ['blocked', 'queued', 'creating', 'waiting'], absent: ['result'] },
  });
  if (stored === undefined) return undefined;
  await releaseSlot(deps.table, stored);
  await endWait(deps, stored);
  return stored;
}
