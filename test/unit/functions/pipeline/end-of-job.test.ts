import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { completeJob } from '../../../../functions/pipeline/complete-job/complete-job.ts';
import { failJob } from '../../../../functions/pipeline/fail-job/fail-job.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { inspectedJob, SEPARATION_HASH, START, sampleJob, waitingJob } from '../../shared/jobs/sample-job.ts';

let jobs: JobTableServer;
const s3 = new S3Client({ region: 'eu-west-1' });
const puts = mockClient(s3);
beforeAll(async () => {
  jobs = await startJobTableServer();
});
afterAll(() => jobs.stop());
beforeEach(() => {
  puts.reset();
  puts.on(PutObjectCommand).resolves({});
});

const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);

function file(stem: string) {
  return {
    stem,
    key: `stems/x/mvsep-drums/${stem}.wav`,
    bytes: 10,
    sha256: 'ab'.repeat(32),
    contentType: 'audio/wav',
  };
}

function copiedJob(more: Partial<Job> = {}): Job {
  const stems = ['drums', 'other'].map((stem) => ({ ...file(stem), url: `https://x/storage/${stem}.wav` }));
  return waitingJob({
    state: 'copying',
    taskToken: 'secret token',
    separationHash: SEPARATION_HASH,
    result: { kind: 'done', stems },
    files: { 1: file('other'), 0: file('drums') },
    inspectedAt: later(1).toISOString(),
    createdAt: later(3).toISOString(),
    resultAt: later(10).toISOString(),
    ...more,
  });
}

async function complete(job: Job): Promise<Job> {
  await jobs.table.create(job);
  await completeJob({ s3, jobs: jobs.table, now: () => later(12), log: keptLog() }, job.jobId);
  return jobs.table.get(job.jobId);
}

describe('completing a job', () => {
  it('writes the manifest beside the stems, and the end of the story', async () => {
    const job = await complete(copiedJob());
    const put = puts.commandCalls(PutObjectCommand)[0]?.args[0].input;
    expect(put).toMatchObject({ Bucket: 'songs', Key: `${job.stemsFolder}/manifest.json` });
    expect(JSON.parse(String(put?.Body))).toEqual({
      job: job.jobId,
      source: job.source,
      separation: job.separation,
      seconds: 10,
      audio: { seconds: 10 },
      creditsQuoted: 1,
      upstream: { host: 'mvsep.test', separationHash: SEPARATION_HASH },
      stems: [file('drums'), file('other')],
      timingsMs: { inspect: 1_000, create: 2_000, separate: 7_000, copy: 2_000, total: 12_000 },
      completedAt: later(12).toISOString(),
    });
    expect(job).toMatchObject({ state: 'done', endedAt: later(12).toISOString(), manifestKey: put?.Key });
    expect(job.taskToken).toBeUndefined();
    expect(job.events.at(-1)?.what).toBe('done');
  });

  it('refuses while a stem is missing, and after a failure', async () => {
    await expect(complete(copiedJob({ files: { 0: file('drums') } }))).rejects.toThrow('lacks stems: other');
    await expect(complete(copiedJob({ state: 'failed' }))).rejects.toMatchObject({ name: 'JobEnded' });
    expect(puts.calls()).toHaveLength(0);
  });
});

async function fail(job: Job, name: string, cause?: string): Promise<Job> {
  await jobs.table.create(job);
  await failJob({ jobs: jobs.table, now: () => later(20), log: keptLog() }, job.jobId, { name, cause });
  return jobs.table.get(job.jobId);
}

function thrown(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage, trace: ['at a secret place'] });
}

describe('failing a job', () => {
  it.each([
    [
      'UnusableAudio',
      thrown('UnusableAudio', 'The file is empty.'),
      sampleJob(),
      'no',
      /^The file is empty\. Nothing was charged\.$/,
    ],
    [
      'MvsepRejected',
      thrown('MvsepRejected', 'Not with your plan.'),
      inspectedJob(),
      'no',
      /^Not with your plan\. Nothing was charged\. To try again, upload the song under another name\.$/,
    ],
    [
      'MvsepAmbiguous',
      thrown('MvsepAmbiguous', 'May exist.'),
      inspectedJob({ state: 'creating', creatingAt: START.toISOString() }),
      'maybe',
      /^May exist\. It may have been charged: look for job\d+ in the separation history/,
    ],
    [
      'SeparationFailed',
      thrown('SeparationFailed', 'Out of tune.'),
      waitingJob({ separationHash: SEPARATION_HASH }),
      'maybe',
      /^Out of tune\. It may have been charged: look for 20260812120000-0123456789-a\.wav/,
    ],
    [
      'DownloadFailed',
      thrown('DownloadFailed', 'Broke off.'),
      copiedJob(),
      'yes',
      /^Broke off\. The separation \S+ was paid for, and its stems can be fetched/,
    ],
    [
      'AccessDenied',
      thrown(
        'AccessDenied',
        'User: arn:aws:r is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::b/k"',
      ),
      copiedJob(),
      'yes',
      /s3:PutObject on resource/,
    ],
    [
      'States.Timeout',
      undefined,
      waitingJob({ separationHash: SEPARATION_HASH }),
      'yes',
      /did not end in time/,
    ],
    ['States.Timeout', '', sampleJob(), 'no', /took too long while the song was being inspected/],
    ['TIMED_OUT', undefined, copiedJob(), 'yes', /took too long/],
    ['ABORTED', undefined, waitingJob(), 'maybe', /stopped by hand while waiting/],
    [
      'Sandbox.Timedout',
      thrown('Sandbox.Timedout', 'RequestId: x Error: Task timed out'),
      copiedJob(),
      'yes',
      /ran out of time while the stems/,
    ],
    ['States.Runtime', 'The path $.x is missing', sampleJob(), 'no', /path/],
    ['FAILED', undefined, sampleJob(), 'no', /no reason was given/],
  ])('%s %s: says why, and what it cost', async (name, cause, job, charged, reason) => {
    const failed = await fail(job, name, cause);
    expect(failed).toMatchObject({
      state: 'failed',
      endedAt: later(20).toISOString(),
      failure: { error: name, charged, at: later(20).toISOString(), phase: job.state },
    });
    expect(failed.failure?.reason).toMatch(reason);
    expect(failed.failure?.reason).not.toContain('secret place');
    expect(failed.dueAt).toBeUndefined();
    expect(failed.taskToken).toBeUndefined();
  });

  it('never changes the end of a job, and takes an unknown execution calmly', async () => {
    const done = await complete(copiedJob());
    expect(await fail(done, 'FAILED')).toEqual(done);
    const first = await fail(sampleJob(), 'UnusableAudio', thrown('UnusableAudio', 'first'));
    expect(await fail(first, 'FAILED')).toEqual(first);
    const nobody = sampleJob().jobId;
    await failJob({ jobs: jobs.table, now: () => START, log: keptLog() }, nobody, {
      name: 'FAILED',
      cause: undefined,
    });
    expect(await jobs.table.find(nobody)).toBeUndefined();
  });

  it('judges the charge again when the job leaves for the service meanwhile', async () => {
    const job = inspectedJob();
    await jobs.table.create(job);
    let looks = 0;
    const find: typeof jobs.table.find = async (id) => {
      const found = await jobs.table.find(id);
      looks += 1;
      // Between the look and the write the create is sent.
      if (looks === 1) {
        const set = { state: 'creating', creatingAt: START.toISOString() } as const;
        await jobs.table.change(id, { at: START, set });
      }
      return found;
    };
    const deps = { jobs: { ...jobs.table, find }, now: () => START, log: keptLog() };
    await failJob(deps, job.jobId, { name: 'ABORTED', cause: undefined });
    expect(await jobs.table.get(job.jobId)).toMatchObject({
      state: 'failed',
      failure: { charged: 'maybe', phase: 'creating' },
    });
  });

  it('ends the polling of the job', async () => {
    const job = await fail(waitingJob(), 'ABORTED');
    expect(await jobs.table.due(later(9_999), 100)).not.toContain(job.jobId);
  });
});
