import type { JobTable } from '../../../shared/jobs/job-table.ts';
import type { Step } from '../../../shared/jobs/step.ts';

/** The clocks of two machines differ by less than this. */
const CLOCK_MARGIN_MS = 60_000;

export interface MarkDeps {
  readonly jobs: JobTable;
  /** Host of the service, for the record. */
  readonly upstream: string;
  /** How long this run of the function may still take: afterwards it is surely dead. */
  readonly remainingMs: () => number;
  readonly now: () => Date;
}

/** A step that only this run hands over. */
export interface MarkedStep extends Step {
  readonly creatingBy: string;
}

/**
 * Writes the mark before the request: only one run can, and only with its turn. From here on nobody else sends
 * a request for this attempt. Should this run die, the look-up finds out what became of its request.
 *
 * @param creatingBy names this run, and its copy of the audio
 * @returns undefined when the step has moved on, or another run was faster
 */
export async function writeMark(
  deps: MarkDeps,
  step: Step,
  { handoff, creatingBy }: { readonly handoff: 'link' | 'upload'; readonly creatingBy: string },
): Promise<MarkedStep | undefined> {
  const at = deps.now();
  const creatingUntil = new Date(at.getTime() + deps.remainingMs() + CLOCK_MARGIN_MS).toISOString();
  const { turnUntil, attempt } = step;
  const marked = await deps.jobs.changeStep(step, {
    at,
    set: {
      state: 'creating',
      creatingAt: at.toISOString(),
      creatingBy,
      creatingUntil,
      upstream: deps.upstream,
      handoff,
      work: 'look-up',
      dueAt: creatingUntil,
    },
    remove: ['turnUntil'],
    when: {
      state: ['queued'],
      absent: ['creatingAt', 'result', 'cancelledAt', 'cachedFrom', 'separationHash', 'remoteHash'],
      equals: { turnUntil, attempt },
    },
  });
  if (marked !== undefined) return { ...marked, creatingBy };
  // The write may have gone through and its answer be lost, with another's write behind it.
  const current = await deps.jobs.getStep(step);
  return current.state === 'creating' && current.creatingBy === creatingBy
    ? { ...current, creatingBy }
    : undefined;
}
