import type { Log } from '../logging/logger.ts';
import type { JobTable } from './job-table.ts';
import type { Step } from './step.ts';
import type { StepRef } from './step-ref.ts';
import { unlessUnreadable } from './unless-unreadable.ts';
import type { Work } from './work.ts';

/** When a record that cannot be read is tried again. */
const PUT_OFF_MS = 60 * 60_000;

export interface ReadDueDeps {
  readonly jobs: JobTable;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Reads a step that a clock has to see to. One that cannot be read (of another release, or spoilt) is put off, and
 * named in the log: it must never keep all others waiting behind it.
 *
 * @returns undefined when it is gone or cannot be read
 */
export async function readDueStep(deps: ReadDueDeps, ref: StepRef, work: Work): Promise<Step | undefined> {
  const { jobId, step } = ref;
  const at = deps.now();
  const set = { dueAt: new Date(at.getTime() + PUT_OFF_MS).toISOString() };
  const found = await unlessUnreadable(deps.jobs.findStep(ref));
  if (found !== 'unreadable') return found;
  deps.log.error('The record of a step cannot be read; it is put off', { jobId, step, work });
  // What the write answers cannot be read either.
  await unlessUnreadable(deps.jobs.changeStep(ref, { at, set, when: { equals: { work } } }));
  return undefined;
}
