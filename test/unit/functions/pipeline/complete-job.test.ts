import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { completeJob } from '../../../../functions/pipeline/complete-job/complete-job.ts';
import type { Failure } from '../../../../shared/jobs/failure.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { jobId } from '../../../../shared/jobs/job-id.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { stepName } from '../../../../shared/jobs/step-name.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { DRUMS, runningJob, SEPARATION_HASH, START, waitingStep } from '../../shared/jobs/sample-job.ts';

let server: JobTableServer;
const s3 = new S3Client({ region: 'eu-west-1' });
const puts = mockClient(s3);
const eventBridge = new EventBridgeClient({ region: 'eu-west-1' });
const bus = mockClient(eventBridge);
beforeAll(async () => {
  server = await startJobTableServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  puts.reset();
  bus.reset();
  puts.on(PutObjectCommand).resolves({});
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
});

const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const time = (seconds: number) => later(seconds).toISOString();

function doneStep(job: Job, more: Partial<Step> = {}): Step {
  const { step = DRUMS } = more;
  const file = (stem: string) => ({
    stem,
    key: `${job.folder}/${step}/${stem}.wav`,
    bytes: 10,
    sha256: 'ab'.repeat(32),
    etag: 'e9',
    contentType: 'audio/wav',
  });
  return waitingStep(job, {
    state: 'done',
    separationHash: SEPARATION_HASH,
    files: { 1: file('other'), 0: file('drums') },
    creatingAt: time(2),
    createdAt: time(3),
    resultAt: time(10),
    endedAt: time(12),
    work: 'settle',
    credits: { quoted: 4, reserved: 4 },
    ...more,
  });
}

function failedStep(job: Job, name: string, failure: Partial<Failure> = {}, more: Partial<Step> = {}): Step {
  return doneStep(job, {
    step: stepName.parse(name),
    index: 1,
    state: 'failed',
    files: {},
    separationHash: undefined,
    failure: {
      error: 'SeparationFailed',
      reason: `${name} broke.`,
      charged: 'no',
      at: time(9),
      phase: 'waiting',
      ...failure,
    },
    credits: { quoted: 2, reserved: 0, charged: 0 },
    ...more,
  });
}

async function complete(stepsOf: (job: Job) => Step[], more: Partial<Job> = {}) {
  const job = runningJob({ inspectedAt: time(1), recipe: 'band', folder: 'stems/live/song', ...more });
  await server.jobs.create({ job, steps: stepsOf(job) });
  return { job, ...(await again(job)) };
}

async function again(job: Job) {
  const deps = { s3, eventBridge, jobs: server.jobs, now: () => later(14), log: keptLog() };
  const error = await completeJob(deps, job.jobId).catch((thrown: unknown) => thrown);
  return { error, ended: await server.jobs.get(job.jobId) };
}

function manifest(): unknown {
  return JSON.parse(String(puts.commandCalls(PutObjectCommand).at(-1)?.args[0].input.Body));
}

function announced(): (string | undefined)[] {
  return bus.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries?.[0]?.DetailType);
}

const KARAOKE = stepName.parse('karaoke');

describe('completing a job', () => {
  it('writes one manifest for the song, then its end, and tells the outside', async () => {
    const { job, error, ended } = await complete((of) => [
      doneStep(of),
      doneStep(of, {
        step: KARAOKE,
        index: 1,
        parent: { step: DRUMS, stem: 'other' },
        cachedFrom: { jobId: jobId.parse('older'), step: KARAOKE },
        separationHash: undefined,
        credits: { quoted: 0, reserved: 0, charged: 0 },
      }),
    ]);
    expect(error).toBeUndefined();
    const put = puts.commandCalls(PutObjectCommand)[0]?.args[0].input;
    expect(put).toMatchObject({
      Bucket: 'songs',
      Key: 'stems/live/song/manifest.json',
      ContentType: 'application/json',
    });
    const stem = (step: string, name: string) => ({
      stem: name,
      key: `stems/live/song/${step}/${name}.wav`,
      bytes: 10,
      sha256: 'ab'.repeat(32),
      contentType: 'audio/wav',
    });
    const { separation } = doneStep(job);
    expect(manifest()).toEqual({
      version: 1,
      job: job.jobId,
      state: 'done',
      attempt: 1,
      source: job.source,
      recipe: 'band',
      audio: { seconds: 10 },
      separations: [
        {
          step: 'mvsep-drums',
          state: 'done',
          separation,
          stems: [stem('mvsep-drums', 'drums'), stem('mvsep-drums', 'other')],
          credits: { quoted: 4 },
          upstream: { host: 'mvsep.test', separationHash: SEPARATION_HASH },
          timingsMs: { turn: 2_000, create: 1_000, separate: 7_000, copy: 2_000 },
        },
        {
          step: 'karaoke',
          state: 'done',
          takes: { step: 'mvsep-drums', stem: 'other' },
          separation,
          stems: [stem('karaoke', 'drums'), stem('karaoke', 'other')],
          credits: { quoted: 0, charged: 0 },
          cachedFrom: {
            job: 'older',
            step: 'karaoke',
            note: 'Copied from the job older, which separated the same, at no cost.',
          },
          upstream: { host: 'mvsep.test' },
          timingsMs: { turn: 2_000, create: 1_000, separate: 7_000, copy: 2_000 },
        },
      ],
      totals: { stems: 4, bytes: 40, creditsQuoted: 4 },
      timingsMs: { inspect: 1_000, total: 14_000 },
      submittedAt: time(0),
      completedAt: time(14),
    });
    expect(ended).toMatchObject({ state: 'done', endedAt: time(14), manifestKey: put?.Key });
    expect(ended.failure).toBeUndefined();
    expect(announced()).toEqual(['Job Completed']);
  });

  it('does nothing more the second time, and tells nothing twice', async () => {
    const { job, ended } = await complete((of) => [doneStep(of)]);
    expect((await again(job)).ended).toEqual(ended);
    expect(puts.commandCalls(PutObjectCommand)).toHaveLength(1);
    expect(announced()).toEqual(['Job Completed']);
  });

  it('tells what was left untold when it was cut off after the end was written', async () => {
    bus
      .on(PutEventsCommand)
      .rejectsOnce(new Error('cut off'))
      .resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
    const { job, error } = await complete((of) => [doneStep(of)]);
    expect(error).toMatchObject({ message: 'cut off' });
    expect((await again(job)).error).toBeUndefined();
    expect((await server.jobs.get(job.jobId)).announced).toBe('done 1');
  });

  it('is not done before every separation has ended, and says which has not', async () => {
    const { error, ended } = await complete((of) => [
      doneStep(of),
      waitingStep(of, { step: KARAOKE, index: 1 }),
    ]);
    expect(String(error)).toContain('karaoke (waiting)');
    expect(ended.state).toBe('running');
    expect(puts.calls()).toHaveLength(0);
  });
});

describe('a job of which some failed', () => {
  it('is partial: the manifest tells both, and the failure why', async () => {
    const { error, ended } = await complete((of) => [
      doneStep(of),
      failedStep(of, 'karaoke', { charged: 'maybe' }),
      failedStep(of, 'dry', { error: 'EarlierStepFailed', reason: 'karaoke failed.' }, { index: 2 }),
    ]);
    expect(error).toBeUndefined();
    expect(manifest()).toMatchObject({
      state: 'partial',
      separations: [
        { state: 'done' },
        {
          state: 'failed',
          stems: [],
          failure: { error: 'SeparationFailed', reason: 'karaoke broke.', charged: 'maybe' },
        },
        { state: 'failed', failure: { error: 'EarlierStepFailed', reason: 'karaoke failed.' } },
      ],
      totals: { stems: 2, creditsQuoted: 8 },
    });
    expect(ended).toMatchObject({
      state: 'partial',
      failure: {
        error: 'SeparationFailed',
        reason: '2 of 3 separations failed. karaoke: karaoke broke.',
        charged: 'maybe',
      },
    });
    expect(announced()).toEqual(['Job Partly Completed']);
  });

  it('is done after a retry that succeeded: the manifest is written anew, and the failure is gone', async () => {
    const { job } = await complete((of) => [doneStep(of), failedStep(of, 'karaoke')]);
    const at = later(20);
    await server.jobs.change(job.jobId, { at, set: { state: 'running', attempt: 2 } });
    const karaoke = { jobId: job.jobId, step: KARAOKE };
    await server.jobs.changeStep(karaoke, { at, set: { state: 'done' }, remove: ['failure'] });
    const { error, ended } = await again(job);
    expect(error).toBeUndefined();
    expect(ended).toMatchObject({ state: 'done', attempt: 2 });
    expect(ended.failure).toBeUndefined();
    expect(manifest()).toMatchObject({ state: 'done', attempt: 2 });
    expect(announced()).toEqual(['Job Partly Completed', 'Job Completed']);
  });
});

describe('a job of which all failed', () => {
  it('is written and told as failed first, and then shows in its execution, each time', async () => {
    const { job, error, ended } = await complete((of) => [failedStep(of, 'karaoke')]);
    expect(error).toMatchObject({ name: 'JobFailed', message: 'karaoke broke.' });
    expect(ended).toMatchObject({
      state: 'failed',
      endedAt: time(14),
      failure: { error: 'SeparationFailed', reason: 'karaoke broke.', charged: 'no' },
    });
    expect(announced()).toEqual(['Job Failed']);
    expect((await again(job)).error).toMatchObject({ name: 'JobFailed', message: 'karaoke broke.' });
    expect(announced()).toEqual(['Job Failed']);
  });

  it('sums up different reasons, with the worst that was charged', async () => {
    const { ended } = await complete((of) => [
      failedStep(of, 'one', { charged: 'yes', error: 'DownloadFailed' }, { index: 0 }),
      failedStep(of, 'two', { reason: 'x'.repeat(5000) }),
    ]);
    expect(ended.failure).toMatchObject({ error: 'JobFailed', charged: 'yes' });
    expect(ended.failure?.reason).toMatch(/^2 of 2 separations failed\. one: one broke\. two: x+$/);
    expect(ended.failure?.reason.length).toBe(1000);
  });

  it('has no manifest, unless a stem came to lie in the bucket', async () => {
    const none = await complete((of) => [failedStep(of, 'karaoke')], { folder: undefined });
    expect(none.ended.manifestKey).toBeUndefined();
    expect(puts.calls()).toHaveLength(0);
    const some = await complete((of) => [failedStep(of, 'karaoke', {}, { files: doneStep(of).files })]);
    expect(some.ended.manifestKey).toBe('stems/live/song/manifest.json');
    expect(manifest()).toMatchObject({ state: 'failed', totals: { stems: 2 } });
  });
});

describe('a cancelled job', () => {
  it('ends as cancelled, whatever became of its separations, and without an error', async () => {
    const { error, ended } = await complete((of) => [failedStep(of, 'karaoke', { error: 'JobCancelled' })], {
      cancelledAt: time(5),
    });
    expect(error).toBeUndefined();
    expect(ended.state).toBe('cancelled');
    expect(ended.failure).toBeUndefined();
    expect(announced()).toEqual(['Job Cancelled']);
  });
});

it('leaves a job alone that was deleted meanwhile', async () => {
  const { error, ended } = await complete((of) => [doneStep(of)], { state: 'deleted' });
  expect(error).toBeUndefined();
  expect(ended.state).toBe('deleted');
  expect(puts.calls()).toHaveLength(0);
  expect(announced()).toEqual([]);
});
