import type { Log } from '../logging/logger.ts';
import type { JobTable } from './job-table.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { freeSlot, type HeldSlot, heldSlots } from './slots.ts';
import type { Step } from './step.ts';
import { unlessUnreadable } from './unless-unreadable.ts';
import { uploadId } from './upload-id.ts';

export interface TakeOverDeps {
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Frees the slots whose holder died before it could give them back. Whether a holder lives is read from its
 * record, so that no count can be wrong for long.
 */
export async function takeOverDeadSlots(deps: TakeOverDeps): Promise<void> {
  for (const held of await heldSlots(deps.table)) {
    // The record is read after the slot: a turn is given together with its slot, so a living holder shows.
    const step = await unlessUnreadable(deps.jobs.findStep(held));
    if (step === 'unreadable') continue;
    if (step !== undefined && needsSlot(step, held, deps.now())) continue;
    if (!(await freeSlot(deps.table, held))) continue;
    deps.log.warn('A slot was taken over whose holder does not need it any more', {
      jobId: held.jobId,
      step: held.step,
      slot: held.number,
    });
  }
}

function needsSlot(step: Step, held: HeldSlot, now: Date): boolean {
  if (uploadId(step) !== held.uploadId || step.result !== undefined) return false;
  if (step.state === 'queued') return Date.parse(step.turnUntil ?? '') > now.getTime();
  return step.state === 'creating' || step.state === 'waiting';
}
