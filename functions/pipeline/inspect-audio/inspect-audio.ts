import { JobCancelled } from '../../../shared/errors/job-cancelled.ts';
import { JobEnded } from '../../../shared/errors/job-ended.ts';
import { ENDED_STATES, type Job } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { StepRef } from '../../../shared/jobs/step-ref.ts';
import { type LookIntoSongDeps, lookIntoSong } from './look-into-song.ts';
import { type SetCreditsAsideDeps, setCreditsAside } from './set-credits-aside.ts';

export interface InspectAudioDeps extends LookIntoSongDeps, SetCreditsAsideDeps {}

/** The separations that are still to be made, one branch of the workflow each. */
export interface Inspection {
  readonly jobId: JobId;
  readonly steps: readonly StepRef[];
}

/**
 * Looks into the uploaded file, quotes the credits of its separations, sets them aside, and lets those begin whose
 * audio is there. Doing it again changes nothing and completes what was cut off; in a job that is tried again, only
 * what is not done takes part.
 *
 * @throws UnusableAudio, SourceChanged, InvalidSeparation, UnknownJob, JobCancelled, JobEnded
 */
export async function inspectAudio(deps: InspectAudioDeps, jobId: JobId): Promise<Inspection> {
  const before = await deps.jobs.getWhole(jobId);
  refuseEnded(before.job);
  await lookIntoSong(deps, before);
  const whole = await deps.jobs.getWhole(jobId);
  refuseEnded(whole.job);
  await setCreditsAside(deps, whole);
  const left = whole.steps.filter(({ state }) => state !== 'done');
  return { jobId, steps: left.map(({ step }) => ({ jobId, step })) };
}

function refuseEnded({ state, cancelledAt }: Job): void {
  if (cancelledAt !== undefined || state === 'cancelled') {
    throw new JobCancelled('The job was cancelled before its separations began.');
  }
  if (ENDED_STATES.includes(state)) throw new JobEnded(`The job has ended already: it is ${state}.`);
}
