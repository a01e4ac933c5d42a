import type { JobEvent } from '../jobs/job-event.ts';
import type { WholeJob } from '../jobs/job-table.ts';
import type { Step } from '../jobs/step.ts';
import type { Measures } from './measure.ts';

/** What a job that has just ended counts for. */
export function measureEndedJob(whole: WholeJob, state: JobEvent['state']): Measures {
  const { job, steps } = whole;
  const files = steps.flatMap((step) => Object.values(step.files));
  // Steps that ended in an earlier attempt were counted then.
  const isFirst = job.attempt === 1;
  const values = {
    ...outcome(state),
    PollsPerJob: steps.reduce((polls, step) => polls + step.polls, 0),
    ...(isFirst && files.length > 0
      ? { Stems: files.length, BytesCopied: files.reduce((bytes, file) => bytes + file.bytes, 0) }
      : {}),
    ...(isFirst && job.credits?.quoted !== undefined ? { CreditsQuoted: job.credits.quoted } : {}),
    // A retry may come days later: the time in between is nobody's.
    ...(isFirst && state === 'done' ? secondsByPhase(whole) : {}),
  };
  if (state !== 'failed' && state !== 'partial') return { values };
  const failure = job.failure ?? steps.find((step) => step.failure !== undefined)?.failure;
  return { values, reason: failure?.error ?? 'Other' };
}

function outcome(state: JobEvent['state']): Measures['values'] {
  if (state === 'done') return { JobsDone: 1 };
  return state === 'cancelled' ? { JobsCancelled: 1 } : { JobsFailed: 1 };
}

/**
 * Where the time went, along the steps that the job's end waited for: the one that ended last, the one whose stem it
 * took, and so on. The phases add up to the whole time.
 */
function secondsByPhase({ job, steps }: WholeJob): Measures['values'] {
  const path = criticalPath(steps);
  const phases = {
    InspectSeconds: 0,
    BlockedSeconds: 0,
    QueueSeconds: 0,
    HandOverSeconds: 0,
    SeparationSeconds: 0,
    CopySeconds: 0,
    CompleteSeconds: 0,
  };
  let reached = Date.parse(job.submittedAt);
  const spend = (phase: keyof typeof phases, until: string | undefined) => {
    if (until === undefined) return;
    const end = Math.max(Date.parse(until), reached);
    phases[phase] += (end - reached) / 1000;
    reached = end;
  };
  spend('InspectSeconds', job.inspectedAt);
  for (const step of path) {
    spend('BlockedSeconds', step.queuedAt);
    spend('QueueSeconds', step.creatingAt);
    spend('HandOverSeconds', step.createdAt);
    spend('SeparationSeconds', step.resultAt);
    spend('CopySeconds', step.endedAt);
  }
  spend('CompleteSeconds', job.endedAt);
  const whole = (reached - Date.parse(job.submittedAt)) / 1000;
  return { ...phases, AddedSeconds: whole - phases.SeparationSeconds };
}

/** From the song to the step that ended last. */
function criticalPath(steps: readonly Step[]): Step[] {
  const path: Step[] = [];
  let step = steps.reduce<Step | undefined>(
    (last, one) => ((one.endedAt ?? '') > (last?.endedAt ?? '') ? one : last),
    undefined,
  );
  while (step !== undefined && !path.includes(step)) {
    path.unshift(step);
    const parent = step.parent?.step;
    step = parent === undefined ? undefined : steps.find((one) => one.step === parent);
  }
  return path;
}
