import type { JobTable } from './job-table.ts';
import type { Step } from './step.ts';

export interface QueueStepDeps {
  readonly jobs: JobTable;
  readonly now: () => Date;
}

/**
 * Puts a blocked step into the queue: what it separates is there now. The oldest of the queue gets the next turn,
 * given by `start-queued`, or by the step's own execution when nobody waits before it.
 *
 * @param input the song, or the stem of the earlier step
 * @returns the step as it is now; undefined when it is not blocked any more
 */
export async function queueStep(
  { jobs, now }: QueueStepDeps,
  step: Step,
  input: NonNullable<Step['input']>,
): Promise<Step | undefined> {
  const at = now();
  const time = at.toISOString();
  return jobs.changeStep(step, {
    at,
    set: { state: 'queued', input, queuedAt: time, work: 'turn', dueAt: time },
    event: { what: 'queued' },
    when: { state: ['blocked'], absent: ['result'] },
  });
}
