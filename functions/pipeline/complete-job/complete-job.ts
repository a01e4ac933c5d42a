import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { JobFailed } from '../../../shared/errors/job-failed.ts';
import { type AnnounceDeps, announceJob } from '../../../shared/jobs/announce-job.ts';
import { ENDED_STATES, type Job, type JobState } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { WholeJob } from '../../../shared/jobs/job-table.ts';
import { stemsKey } from '../../../shared/jobs/stems-key.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import { jobFailure } from './job-failure.ts';
import { manifestOf } from './manifest.ts';

export interface CompleteJobDeps extends AnnounceDeps {
  readonly s3: S3Client;
}

/**
 * Ends a job whose separations have all ended: writes `manifest.json` into its folder, as the last object, then the
 * end onto the record, and tells the outside. Doing it again changes nothing; after a retry the manifest is written
 * anew.
 *
 * A job without a single stem has no manifest: what failed stands on its record, and no folder comes into being for
 * it. Any stem that lies in the bucket has one that explains it.
 *
 * @throws JobFailed when all that is written: nothing was separated, and the execution should show it.
 */
export async function completeJob(deps: CompleteJobDeps, jobId: JobId): Promise<void> {
  const whole = await deps.jobs.getWhole(jobId);
  const ended = ENDED_STATES.includes(whole.job.state) ? whole.job : await endJob(deps, whole);
  await announceJob(deps, jobId);
  if (ended.state === 'failed') throw new JobFailed(ended.failure?.reason ?? 'The job failed.');
}

async function endJob(deps: CompleteJobDeps, whole: WholeJob): Promise<Job> {
  const { job, steps } = whole;
  const unfinished = steps.filter((step) => !hasEnded(step));
  if (unfinished.length > 0) {
    const names = unfinished.map(({ step, state }) => `${step} (${state})`);
    throw new Error(`The job ${job.jobId} cannot be completed before these have ended: ${names.join(', ')}.`);
  }
  const at = deps.now();
  const state = endState(whole);
  const manifestKey = await writeManifest(deps.s3, whole, state, at);
  const failure = state === 'cancelled' ? undefined : jobFailure(steps, at);
  const written = await deps.jobs.change(job.jobId, {
    at,
    set: { state, endedAt: at.toISOString(), manifestKey, failure },
    remove: ['work', 'dueAt', ...(failure === undefined ? (['failure'] as const) : [])],
    event: { what: state, detail: `${steps.filter(isDone).length} of ${steps.length} separations are done` },
    when: { state: ['submitted', 'over-budget', 'running'], equals: { attempt: job.attempt } },
  });
  deps.log.info('All separations of the job have ended', { jobId: job.jobId, state });
  return written ?? deps.jobs.get(job.jobId);
}

function endState({ job, steps }: WholeJob): JobState {
  if (job.cancelledAt !== undefined) return 'cancelled';
  if (steps.every(isDone)) return 'done';
  return steps.some(isDone) ? 'partial' : 'failed';
}

function hasEnded({ state }: Step): boolean {
  return state === 'done' || state === 'failed';
}

function isDone({ state }: Step): boolean {
  return state === 'done';
}

async function writeManifest(
  s3: S3Client,
  whole: WholeJob,
  state: JobState,
  at: Date,
): Promise<string | undefined> {
  const { folder, source } = whole.job;
  if (!whole.steps.some(({ files }) => Object.keys(files).length > 0)) return undefined;
  if (folder === undefined) throw new Error(`The job ${whole.job.jobId} has stems and no folder.`);
  const Key = stemsKey(folder, 'manifest', 'json');
  await s3.send(
    new PutObjectCommand({
      Bucket: source.bucket,
      Key,
      Body: `${JSON.stringify(manifestOf(whole, state, at), null, 2)}\n`,
      ContentType: 'application/json',
    }),
  );
  return Key;
}
