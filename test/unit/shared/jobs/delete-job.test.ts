import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { approveJob } from '../../../../shared/jobs/approve-job.ts';
import { reserveCredits } from '../../../../shared/jobs/budget.ts';
import { deleteJob } from '../../../../shared/jobs/delete-job.ts';
import { jobId } from '../../../../shared/jobs/job-id.ts';
import { type JobKey, jobKeys } from '../../../../shared/jobs/job-keys.ts';
import { readBudget } from '../../../../shared/jobs/read-budget.ts';
import { cacheDigest, rememberResult } from '../../../../shared/jobs/result-cache.ts';
import { retryOverBudget } from '../../../../shared/jobs/retry-over-budget.ts';
import { rememberHash } from '../../../../shared/jobs/separation-hashes.ts';
import { claimFolders } from '../../../../shared/jobs/stem-folders.ts';
import {
  DRUMS,
  queuedStep,
  SEPARATION_HASH,
  START,
  sampleStep,
  waitingStep,
  wholeJob,
} from './sample-job.ts';
import { useActingDeps } from './use-acting-deps.ts';

const world = useActingDeps();
const TIME = START.toISOString();

async function item(Key: JobKey) {
  const { documents, tableName: TableName } = world.table;
  return (await documents.send(new GetCommand({ TableName, Key }))).Item;
}

const file = (name: string) => ({
  stem: name,
  key: `stems/a/${name}.wav`,
  bytes: 1,
  sha256: 'ab',
  contentType: 'audio/wav',
  etag: 'e',
});

const another = jobId.parse('another');

async function doneJob() {
  const whole = await world.put(
    wholeJob(
      (job) =>
        waitingStep(job, {
          state: 'done',
          creatingBy: 'run1',
          separationHash: SEPARATION_HASH,
          input: { key: job.source.key, etag: 'e', bytes: 1, sha256: `${job.jobId}` },
          files: { 0: file('drums'), 1: file('other') },
        }),
      { state: 'done', endedAt: TIME, manifestKey: 'stems/a/manifest.json' },
    ),
  );
  const [step] = whole.steps;
  if (step === undefined) throw new Error('no step');
  const { folder = expect.fail() } = whole.job;
  await claimFolders(world.table, [folder], whole.job.jobId);
  expect(await claimFolders(world.table, [folder], another)).toBe(false);
  await rememberResult(world.table, step, 10, START);
  await rememberHash(world.table, SEPARATION_HASH, step, START);
  return { whole, step };
}

describe('deleting a job', () => {
  it('deletes what was made of the song, and leaves the song and a tombstone', async () => {
    const { whole, step } = await doneJob();
    const { jobId, folder = expect.fail() } = whole.job;
    await deleteJob(world.deps(), jobId);
    expect(await claimFolders(world.table, [folder], another)).toBe(true);
    expect(world.deleted()).toEqual([
      'stems/a/drums.wav',
      'stems/a/other.wav',
      `handoff/run1/${jobId}s0n1.wav`,
      'stems/a/manifest.json',
    ]);
    const { upstream = '', separation } = step;
    expect(
      await item(jobKeys.cached(cacheDigest({ sha256: String(jobId), separation, upstream }))),
    ).toBeUndefined();
    expect(await item(jobKeys.hash(SEPARATION_HASH))).toBeUndefined();
    const left = await world.again(whole);
    expect(left.steps).toEqual([]);
    expect(left.job).toMatchObject({ state: 'deleted', source: whole.job.source, endedAt: TIME, steps: [] });
    expect(left.job).not.toHaveProperty('folder');
    // A song that is delivered again finds its job, and is not paid again.
    expect(await world.jobs.create(whole)).toBe(false);
  });

  it('deletes the song too when asked, and may be repeated after it was cut off', async () => {
    const { whole } = await doneJob();
    await world.jobs.change(whole.job.jobId, { at: START, set: { state: 'deleted' } });
    await deleteJob(world.deps(), whole.job.jobId, { withSong: true });
    expect(world.deleted()).toContain(whole.job.source.key);
    const left = await world.again(whole);
    await deleteJob(world.deps(), whole.job.jobId);
    expect(await world.again(whole)).toEqual(left);
  });

  it('leaves what belongs to another job by now', async () => {
    const { whole, step } = await doneJob();
    const other = wholeJob((job) => sampleStep(job)).job;
    await rememberHash(world.table, SEPARATION_HASH, { ...step, jobId: other.jobId }, START);
    await deleteJob(world.deps(), whole.job.jobId);
    expect(await item(jobKeys.hash(SEPARATION_HASH))).toMatchObject({ jobId: other.jobId });
  });

  it('closes the books: what was charged stays charged', async () => {
    const at = new Date('2044-02-05T00:00:00Z');
    const whole = await world.put(wholeJob((job) => sampleStep(job)));
    await reserveCredits(world.table, whole, { quotes: new Map([[DRUMS, 4]]), limits: {}, at });
    const ref = { jobId: whole.job.jobId, step: DRUMS };
    await world.jobs.changeStep(ref, { at, set: { state: 'done', creatingAt: TIME } });
    await world.jobs.change(ref.jobId, { at, set: { state: 'done' } });
    await deleteJob(world.deps(), ref.jobId);
    expect(await readBudget(world.table, '2044-02')).toEqual({ reserved: 0, charged: 4 });
    expect((await world.jobs.get(ref.jobId)).credits).toMatchObject({ charged: 4, reserved: 0 });
  });

  it('refuses a job that has not ended', async () => {
    const whole = await world.put(wholeJob((job) => queuedStep(job)));
    await expect(deleteJob(world.deps(), whole.job.jobId)).rejects.toThrow(
      /has not ended: it is running\. Cancel it/,
    );
    expect(await world.again(whole)).toEqual(whole);
  });
});

describe('a job that waits for credits', () => {
  const at = new Date('2045-02-05T00:00:00Z');
  const waitingSince = (submittedAt: string) =>
    ({
      state: 'over-budget',
      work: 'budget',
      dueAt: submittedAt,
      submittedAt,
      credits: { quoted: 3, reserved: 0 },
    }) as const;
  const put = (submittedAt: string) =>
    world.put(
      wholeJob((job) => sampleStep(job, { credits: { quoted: 3, reserved: 0 } }), waitingSince(submittedAt)),
    );
  const run = (limits: { perMonth?: number; perJob?: number }, now = at) =>
    retryOverBudget({ ...world.deps(), now: () => now, limits });

  it('begins when there are credits for it, the oldest first, and when it is approved', async () => {
    const second = await put('2026-08-02T00:00:00.000Z');
    const first = await put('2026-08-01T00:00:00.000Z');
    expect(await run({ perMonth: 2 })).toBe(0);
    expect(await run({ perMonth: 5 })).toBe(1);
    expect((await world.again(first)).job.state).toBe('running');
    expect((await world.again(first)).steps[0]).toMatchObject({
      state: 'queued',
      credits: { reserved: 3, month: '2045-02' },
    });
    expect((await world.again(second)).job.state).toBe('over-budget');
    await approveJob(world.deps(), second.job.jobId);
    await approveJob(world.deps(), second.job.jobId);
    expect(await run({ perMonth: 5 })).toBe(1);
    expect((await world.again(second)).job).toMatchObject({
      state: 'running',
      credits: { approved: true, reserved: 3 },
    });
    await expect(approveJob(world.deps(), second.job.jobId)).rejects.toThrow(/does not wait for credits/);
    expect(await readBudget(world.table, '2045-02')).toEqual({ reserved: 6, charged: 0 });
  });

  it('is looked at however many wait before it, and before all of them when it is approved', async () => {
    const waiting = await Promise.all(Array.from({ length: 100 }, () => put('2026-08-01T00:00:00.000Z')));
    const small = await world.put(
      wholeJob((job) => sampleStep(job, { credits: { quoted: 1, reserved: 0 } }), {
        ...waitingSince('2026-08-02T00:00:00.000Z'),
      }),
    );
    const latest = await put('2026-08-03T00:00:00.000Z');
    await approveJob(world.deps(), latest.job.jobId);
    const february = new Date('2046-02-05T00:00:00Z');
    expect(await run({ perMonth: 4 }, february)).toBe(1);
    expect((await world.again(latest)).job.state).toBe('running');
    expect(await run({ perMonth: 4 }, new Date('2046-02-05T00:01:00Z'))).toBe(1);
    expect((await world.again(small)).job.state).toBe('running');
    for (const { job } of waiting) await world.jobs.change(job.jobId, { at, remove: ['work', 'dueAt'] });
  });

  it('keeps nobody waiting when its records cannot be read', async () => {
    const broken = await put('2026-08-01T00:00:00.000Z');
    const whole = await put('2026-08-02T00:00:00.000Z');
    await world.table.documents.send(
      new UpdateCommand({
        TableName: world.table.tableName,
        Key: jobKeys.job(broken.job.jobId),
        UpdateExpression: 'SET attempt = :text',
        ExpressionAttributeValues: { ':text': 'of another release' },
      }),
    );
    const march = new Date('2046-03-05T00:00:00Z');
    expect(await run({}, march)).toBe(1);
    expect((await world.again(whole)).job.state).toBe('running');
    expect(await item(jobKeys.job(broken.job.jobId))).toMatchObject({ dueAt: '2046-03-05T01:00:00.000Z' });
  });

  it('over the ceiling of a job keeps nobody else waiting', async () => {
    const whole = await put('2026-08-01T00:00:00.000Z');
    expect(await run({ perJob: 2 })).toBe(0);
    expect((await world.again(whole)).job.dueAt).toBe('2045-02-06T00:00:00.000Z');
    expect(await run({ perJob: 3 }, new Date('2045-02-06T00:00:00Z'))).toBe(1);
  });
});
