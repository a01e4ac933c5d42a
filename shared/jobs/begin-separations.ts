import { findStem } from './find-stem.ts';
import type { JobTable, WholeJob } from './job-table.ts';
import { queueStep } from './queue-step.ts';
import type { Step } from './step.ts';

export interface BeginSeparationsDeps {
  readonly jobs: JobTable;
  readonly now: () => Date;
}

/**
 * Lets a job begin whose credits are set aside: queues every step that is blocked and whose audio is there (the song
 * itself, or the stem of a step that is done already), and calls the job running. Steps whose audio is not there
 * yet stay blocked: the end of the earlier step queues them. Doing it again completes what was cut off.
 *
 * @param whole as it was just read
 */
export async function beginSeparations(deps: BeginSeparationsDeps, { job, steps }: WholeJob): Promise<void> {
  for (const step of steps) {
    if (step.state !== 'blocked' || step.result !== undefined) continue;
    const input = inputOf(step, { job, steps });
    if (input === 'missing') await endWithoutStem(deps, step);
    else if (input !== undefined) await queueStep(deps, step, input);
  }
  // Last: a job that is cut off before this line is still looked at by whoever began it.
  const at = deps.now();
  await deps.jobs.change(job.jobId, {
    at,
    set: { state: 'running' },
    remove: ['work', 'dueAt'],
    ...(job.state === 'running' ? {} : { event: { what: 'begun' } }),
    when: { state: ['submitted', 'over-budget', 'running'], absent: ['cancelledAt'] },
  });
}

/** What a step separates; undefined while that is not there yet, and `missing` when it never will be. */
function inputOf(step: Step, { job, steps }: WholeJob): Step['input'] | 'missing' {
  const { parent } = step;
  if (parent === undefined) {
    const { key, etag, bytes, sha256 } = job.source;
    return { key, etag, bytes, ...(sha256 === undefined ? {} : { sha256 }) };
  }
  const earlier = steps.find((one) => one.step === parent.step);
  if (earlier?.state !== 'done') return undefined;
  const stem = findStem(earlier.separation.type, parent.stem, Object.values(earlier.files));
  if (stem === undefined) return 'missing';
  const { key, etag, bytes, sha256 } = stem;
  return { key, etag, bytes, sha256 };
}

/** Ends a step whose stem the earlier one did not give; the poller ends its wait as soon as it waits. */
async function endWithoutStem({ jobs, now }: BeginSeparationsDeps, step: Step): Promise<void> {
  const at = now();
  const time = at.toISOString();
  const reason = `The separation "${step.parent?.step}" gave no stem "${step.parent?.stem}". Name one of its stems in the recipe, and upload the song again.`;
  await jobs.changeStep(step, {
    at,
    set: {
      state: 'waiting',
      result: { kind: 'failed', error: 'EarlierStepFailed', reason, charged: 'no' },
      resultAt: time,
      work: 'poll',
      dueAt: time,
    },
    event: { what: 'separation failed', detail: reason },
    when: { state: ['blocked'], absent: ['result'] },
  });
}
