import type { Job } from '../../../../shared/jobs/job.ts';
import { jobId } from '../../../../shared/jobs/job-id.ts';
import type { WholeJob } from '../../../../shared/jobs/job-table.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { stepName } from '../../../../shared/jobs/step-name.ts';
import { remoteHash } from '../../../../shared/mvsep/contract/remote-hash.ts';
import { separationHash } from '../../../../shared/mvsep/contract/separation-hash.ts';

export const START = new Date('2026-08-12T12:00:00.000Z');
export const SEPARATION_HASH = separationHash.parse('20260812120000-0123456789-a.wav');
export const REMOTE_HASH = remoteHash.parse('n2AwBjy4KsFZfqqR');
/** The one step of a job without a recipe: the slug of its separation. */
export const DRUMS = stepName.parse('mvsep-drums');

let created = 0;

/** A fresh job of one separation that was just submitted; `more` moves it on. */
export function sampleJob(more: Partial<Job> = {}): Job {
  created += 1;
  const at = START.toISOString();
  return {
    jobId: jobId.parse(`job${created}`),
    state: 'submitted',
    source: { bucket: 'songs', key: `uploads/live/song ${created}.wav`, etag: 'e1', bytes: 1000 },
    steps: [DRUMS],
    attempt: 1,
    month: '2026-08',
    submittedAt: at,
    updatedAt: at,
    events: [{ at, what: 'submitted' }],
    ...more,
  };
}

/** The first step of a job, as it is submitted; `more` moves it on. */
export function sampleStep(job: Pick<Job, 'jobId'>, more: Partial<Step> = {}): Step {
  const at = START.toISOString();
  return {
    jobId: job.jobId,
    step: DRUMS,
    index: 0,
    state: 'blocked',
    separation: {
      type: 44,
      name: 'MVSep Drums (drums, other)',
      slug: 'mvsep-drums',
      options: {},
      outputFormat: 1,
    },
    folder: `stems/live/${job.jobId}/mvsep-drums`,
    credits: { quoted: 1, reserved: 0 },
    attempt: 1,
    refusals: 0,
    lookUps: 0,
    files: {},
    polls: 0,
    updatedAt: at,
    events: [{ at, what: 'submitted' }],
    ...more,
  };
}

/** What a step has gathered when it waits for its turn. */
export function queuedStep(job: Pick<Job, 'jobId' | 'source'>, more: Partial<Step> = {}): Step {
  const at = START.toISOString();
  const { key, etag, bytes } = job.source;
  return sampleStep(job, {
    state: 'queued',
    input: { key, etag, bytes },
    queuedAt: at,
    work: 'turn',
    dueAt: at,
    ...more,
  });
}

/** A step whose separation was created from a link. */
export function waitingStep(job: Pick<Job, 'jobId' | 'source'>, more: Partial<Step> = {}): Step {
  const at = START.toISOString();
  return queuedStep(job, {
    state: 'waiting',
    remoteHash: REMOTE_HASH,
    creatingAt: at,
    createdAt: at,
    work: 'poll',
    upstream: 'mvsep.test',
    ...more,
  });
}

/** A running job whose song was looked into. */
export function runningJob(more: Partial<Job> = {}): Job {
  const { jobId: id, ...job } = sampleJob();
  return {
    ...job,
    jobId: id,
    state: 'running',
    audio: { seconds: 10 },
    credits: { quoted: 1, reserved: 0, month: '2026-08' },
    folder: `stems/live/${id}/mvsep-drums`,
    inspectedAt: START.toISOString(),
    ...more,
  };
}

/** A running job with one step in some state, to be put into a table. */
export function wholeJob(stepOf: (job: Job) => Step, more: Partial<Job> = {}): WholeJob {
  const job = runningJob(more);
  return { job, steps: [stepOf(job)] };
}
