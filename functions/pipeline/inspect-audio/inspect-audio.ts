import type { JobId } from '../../../shared/jobs/job-id.ts';
import { refuseEnded } from '../../../shared/jobs/refuse-ended.ts';
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
