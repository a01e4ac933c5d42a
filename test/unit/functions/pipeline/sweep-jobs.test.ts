import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sweepJobs } from '../../../../functions/pipeline/sweep-jobs/sweep-jobs.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { jobKeys } from '../../../../shared/jobs/job-keys.ts';
import { jobsInOrder } from '../../../../shared/jobs/jobs-in-order.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { queuedStep, START, waitingStep, wholeJob } from '../../shared/jobs/sample-job.ts';
import { NOW, type SweepWorld, startSweepWorld } from './sweep-world.ts';

let world: SweepWorld;
beforeEach(async () => {
  world = await startSweepWorld();
});
afterEach(() => world.stop());

function hoursAgo(hours: number): Date {
  return new Date(NOW.getTime() - hours * 3_600_000);
}

/** The keys of all jobs there are. */
async function songs(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { source } of jobsInOrder(world.table, { month: '2026-08' })) keys.push(source.key);
  return keys.sort();
}

/** Puts a job into the table that nobody was left to tell about. */
async function put(stepOf: (job: Job) => Step, more: Partial<Job> = {}): Promise<Job> {
  const whole = wholeJob(stepOf, { announced: `${more.state ?? 'submitted'} ${more.attempt ?? 1}`, ...more });
  await world.jobs.create(whole);
  return whole.job;
}

const file = { stem: 'a', key: 'stems/a.wav', bytes: 7, sha256: 's', etag: 'e', contentType: 'c' };
const ended = { endedAt: START.toISOString() };
const doneStep = (job: Job) =>
  waitingStep(job, { state: 'done', work: undefined, files: { 0: file }, ...ended });

describe('the sweep of uploads', () => {
  it('submits songs of the last days that have no job, and nothing else', async () => {
    const { objects, executions } = world;
    objects.set('uploads/lost.wav', { etag: 'e', lastModified: hoursAgo(20) });
    objects.set('uploads/lost too.wav', { etag: 'e', lastModified: hoursAgo(1) });
    objects.set('uploads/just now.wav', { etag: 'e', lastModified: hoursAgo(0.1) });
    objects.set('uploads/long ago.wav', { etag: 'e', lastModified: hoursAgo(24 * 9) });
    objects.set('uploads/lost.wav.mvsep.json', { etag: 'e', lastModified: hoursAgo(20) });
    objects.set('uploads/folder/', { etag: 'e', lastModified: hoursAgo(20) });
    objects.set('stems/lost/drums.wav', { etag: 'e', lastModified: hoursAgo(20) });
    const report = await sweepJobs(world.deps);
    expect(await songs()).toEqual(['uploads/lost too.wav', 'uploads/lost.wav']);
    expect(executions.size).toBe(2);
    expect(report).toMatchObject({ mended: 2, left: 0, unfinished: [] });
    expect(world.told).toEqual(['Job Submitted', 'Job Submitted']);
    expect((await sweepJobs(world.deps)).findings).toEqual([]);
    expect(executions.size).toBe(2);
  });

  it('leaves songs alone that have their job, whatever became of it', async () => {
    for (const state of ['running', 'failed', 'deleted'] as const) {
      const { source, jobId } = await put(waitingStep, { state, updatedAt: hoursAgo(0.1).toISOString() });
      world.objects.set(source.key, { etag: source.etag, lastModified: START });
      world.executions.set(jobId, { status: state === 'running' ? 'RUNNING' : 'FAILED' });
    }
    expect((await sweepJobs(world.deps)).findings).toEqual([]);
    expect(world.executions.size).toBe(3);
  });

  it('submits a song that was uploaded again after its job had failed', async () => {
    world.objects.set('uploads/a.wav', { etag: 'e', lastModified: hoursAgo(9) });
    await sweepJobs({ ...world.deps, now: () => hoursAgo(8) });
    for await (const { jobId } of jobsInOrder(world.table, { month: '2026-08' })) {
      const end = { state: 'failed', endedAt: hoursAgo(7).toISOString() } as const;
      await world.jobs.change(jobId, { at: hoursAgo(7), set: { ...end, announced: 'failed 1' } });
    }
    world.objects.set('uploads/a.wav', { etag: 'e', lastModified: hoursAgo(6) });
    expect(await sweepJobs(world.deps)).toMatchObject({ looked: { uploads: 1 } });
    expect(await songs()).toEqual(['uploads/a.wav', 'uploads/a.wav']);
  });
});

describe('the sweep of open jobs', () => {
  it.each(['submitted', 'over-budget', 'running'] as const)(
    'starts the execution of a job that is %s and has none',
    async (state) => {
      const { jobId } = await put(queuedStep, { state, attempt: 2 });
      const report = await sweepJobs(world.deps);
      expect(report.findings).toMatchObject([{ check: 'open jobs', jobId, mended: true }]);
      expect([...world.executions.keys()]).toEqual([`${jobId}-2`]);
      expect((await sweepJobs(world.deps)).findings).toEqual([]);
    },
  );

  it('ends a job whose execution has ended without it, with the reason, and tells it', async () => {
    const { jobId } = await put(queuedStep);
    world.executions.set(jobId, { status: 'ABORTED' });
    const report = await sweepJobs(world.deps);
    expect(report.findings).toMatchObject([{ jobId, mended: true }]);
    const { job, steps } = await world.jobs.getWhole(jobId);
    expect(job).toMatchObject({ state: 'failed', failure: { error: 'ABORTED', charged: 'no' } });
    expect(steps[0]).toMatchObject({ state: 'failed' });
    expect(world.told).toEqual(['Job Failed']);
    expect((await sweepJobs(world.deps)).findings).toEqual([]);
  });

  it('leaves alone what runs, and what has just changed', async () => {
    const running = await put(waitingStep);
    world.executions.set(running.jobId, { status: 'RUNNING' });
    await put(waitingStep, { updatedAt: hoursAgo(0.1).toISOString() });
    expect(await sweepJobs(world.deps)).toMatchObject({ findings: [], looked: { 'open jobs': 2 } });
    expect(world.executions.size).toBe(1);
  });
});

describe('a job whose record cannot be read', () => {
  it.each(['running', 'failed'] as const)(
    'is reported, and keeps no other from being swept (%s)',
    async (state) => {
      const [broken, other] = [await put(waitingStep, { state }), await put(waitingStep, { state })];
      world.executions.set(other.jobId, { status: 'FAILED' });
      await world.table.documents.send(
        new UpdateCommand({
          TableName: world.table.tableName,
          Key: jobKeys.job(broken.jobId),
          UpdateExpression: 'SET attempt = :text',
          ExpressionAttributeValues: { ':text': 'of another release' },
        }),
      );
      const { findings } = await sweepJobs(world.deps);
      expect(findings).toContainEqual(
        expect.objectContaining({ what: 'has a record that cannot be read', jobId: broken.jobId }),
      );
      expect((await world.jobs.getWhole(other.jobId)).steps[0]?.state).toBe('failed');
    },
  );
});

describe('the sweep of ended jobs', () => {
  it('tells what nobody was told', async () => {
    world.objects.set(file.key, { etag: 'e', lastModified: START });
    await put(doneStep, { state: 'done', announced: 'submitted 1', ...ended });
    const report = await sweepJobs(world.deps);
    expect(world.told).toEqual(['Job Completed']);
    expect(report.findings).toMatchObject([{ mended: true, what: 'was done, and nobody was told' }]);
  });

  it('ends separations that were left open, and settles credits that are still held', async () => {
    const open = await put(waitingStep, { state: 'failed', ...ended });
    const holding = await put(
      (job) => ({ ...doneStep(job), files: {}, credits: { quoted: 3, reserved: 3, month: '2026-08' } }),
      { state: 'done', ...ended },
    );
    const report = await sweepJobs(world.deps);
    expect(report).toMatchObject({ mended: 2, left: 0 });
    expect((await world.jobs.getWhole(open.jobId)).steps[0]?.state).toBe('failed');
    expect((await world.jobs.getWhole(holding.jobId)).steps[0]).toMatchObject({ work: 'settle' });
  });

  it('reports stems that are paid for and expire, unless they were copied, cancelled or have expired', async () => {
    const uncopied = (hours: number) => (job: Job) =>
      waitingStep(job, {
        state: 'failed',
        work: undefined,
        result: { kind: 'done', stems: [{ stem: 'a', key: 'k', contentType: 'c', url: 'https://u/' }] },
        resultAt: hoursAgo(hours).toISOString(),
        ...ended,
      });
    await put(uncopied(50), { state: 'failed', ...ended });
    await put(uncopied(80), { state: 'failed', ...ended });
    await put(uncopied(50), { state: 'cancelled', ...ended });
    await put((job) => ({ ...uncopied(50)(job), files: { 0: file } }), { state: 'failed', ...ended });
    const report = await sweepJobs(world.deps);
    expect(report.findings.map(({ what }) => what)).toEqual([
      'failed with stems that are paid for and are deleted in 22 hours: retry the job',
    ]);
    expect(report.hoursToExpiry).toBe(22);
  });

  it('reports stems that are gone and charges that nobody could find, and touches neither', async () => {
    const gone = await put(doneStep, { state: 'done', manifestKey: 'stems/manifest.json', ...ended });
    world.objects.set('stems/manifest.json', { etag: 'e', lastModified: START });
    const late = await put(
      (job) => waitingStep(job, { state: 'failed', work: 'settle', endedAt: hoursAgo(24 * 5).toISOString() }),
      { state: 'failed', ...ended },
    );
    const report = await sweepJobs(world.deps);
    expect(report).toMatchObject({ mended: 0, left: 2 });
    expect(report.findings).toContainEqual(expect.objectContaining({ jobId: gone.jobId, key: file.key }));
    expect(report.findings).toContainEqual(
      expect.objectContaining({ jobId: late.jobId, step: 'mvsep-drums' }),
    );
  });
});

describe('the sweep of executions', () => {
  it('reports those that run for no job, for an earlier attempt or for one that has ended', async () => {
    world.objects.set(file.key, { etag: 'e', lastModified: START });
    const over = await put(doneStep, { state: 'done', ...ended });
    const retried = await put(waitingStep, { attempt: 2, announced: 'submitted 2' });
    for (const name of ['nobody', 'By-Hand', over.jobId, retried.jobId, `${retried.jobId}-2`]) {
      world.executions.set(name, { status: 'RUNNING' });
    }
    const { findings } = await sweepJobs(world.deps);
    expect(findings.map(({ what }) => what.split(':')[0]).sort()).toEqual(
      [
        'the execution By-Hand runs without a job',
        'the execution nobody runs without a job',
        `the execution ${over.jobId} runs although its job has ended`,
        `the execution ${retried.jobId} runs for an earlier attempt of its job`,
      ].sort(),
    );
    expect(world.executions.size).toBe(5);
  });
});

describe('the report', () => {
  it('lies in the bucket under its date, and says what was looked at', async () => {
    world.objects.set('uploads/lost.wav', { etag: 'e', lastModified: hoursAgo(20) });
    await sweepJobs(world.deps);
    expect(JSON.parse(world.stored.get('reports/sweep/2026-08-12.json') ?? '')).toMatchObject({
      looked: { uploads: 1 },
      mended: 1,
      left: 0,
      finished: true,
      errors: [],
      findings: [{ key: 'uploads/lost.wav', mended: true }],
      findingsLeftOut: 0,
    });
  });

  it('says what the time did not suffice for', async () => {
    await put(waitingStep);
    world.objects.set('uploads/lost.wav', { etag: 'e', lastModified: hoursAgo(20) });
    const report = await sweepJobs({ ...world.deps, hasTime: () => false });
    expect(report.summary()).toMatchObject({ finished: false, looked: {} });
    expect(report.unfinished).toEqual(['open jobs', 'uploads', 'ended jobs']);
    expect(await songs()).toHaveLength(1);
  });

  it('is written although a check failed, which the others do not mind, and the failure is not kept', async () => {
    world.objects.set('uploads/lost.wav', { etag: 'e', lastModified: hoursAgo(20) });
    await put(waitingStep);
    vi.spyOn(world.deps.stepFunctions, 'send').mockRejectedValueOnce(new Error('out of order'));
    await expect(sweepJobs(world.deps)).rejects.toThrow('out of order');
    const report = JSON.parse(world.stored.get('reports/sweep/2026-08-12.json') ?? '');
    expect(report).toMatchObject({ mended: 1, errors: ['Error: out of order'] });
  });
});
