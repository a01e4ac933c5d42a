import type { Job } from '../../../../shared/jobs/job.ts';
import { jobId } from '../../../../shared/jobs/job-id.ts';
import { remoteHash } from '../../../../shared/mvsep/contract/remote-hash.ts';
import { separationHash } from '../../../../shared/mvsep/contract/separation-hash.ts';

export const START = new Date('2026-08-12T12:00:00.000Z');
export const SEPARATION_HASH = separationHash.parse('20260812120000-0123456789-a.wav');
export const REMOTE_HASH = remoteHash.parse('n2AwBjy4KsFZfqqR');

let created = 0;

/** A fresh job that was just submitted; `more` moves it on. */
export function sampleJob(more: Partial<Job> = {}): Job {
  created += 1;
  const at = START.toISOString();
  return {
    jobId: jobId.parse(`job${created}`),
    state: 'submitted',
    source: { bucket: 'songs', key: `uploads/live/song ${created}.wav`, etag: 'e1', bytes: 1000 },
    separation: {
      type: 44,
      name: 'MVSep Drums (drums, other)',
      slug: 'mvsep-drums',
      options: {},
      outputFormat: 1,
    },
    files: {},
    polls: 0,
    submittedAt: at,
    updatedAt: at,
    events: [{ at, what: 'submitted' }],
    ...more,
  };
}

/** What a job has gathered when its song is inspected. */
export function inspectedJob(more: Partial<Job> = {}): Job {
  const job = sampleJob();
  return {
    ...job,
    state: 'inspected',
    audio: { seconds: 10 },
    creditsQuoted: 1,
    stemsFolder: `stems/live/${job.jobId}/mvsep-drums`,
    inspectedAt: START.toISOString(),
    ...more,
  };
}

/** A job whose separation was created from a link. */
export function waitingJob(more: Partial<Job> = {}): Job {
  return inspectedJob({
    state: 'waiting',
    remoteHash: REMOTE_HASH,
    creatingAt: START.toISOString(),
    createdAt: START.toISOString(),
    dueAt: START.toISOString(),
    upstream: 'mvsep.test',
    ...more,
  });
}
