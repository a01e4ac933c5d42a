import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UpstreamServer } from '../upstream/upstream-server.ts';
import { serviceSong } from './service-songs.ts';
import { TestPipeline } from './test-pipeline.ts';

const LONG = { waiting: 30_000, processing: 1_000, merging: 100 };
const BUSY = { waiting: 0, processing: 30_000, merging: 100 };
const FAST = { waiting: 10, processing: 30, merging: 10 };

let upstream: UpstreamServer;
let pipeline: TestPipeline;
beforeAll(async () => {
  upstream = await UpstreamServer.start();
  pipeline = await TestPipeline.start({ upstream });
});
afterAll(async () => {
  await pipeline.stop();
  await upstream.stop();
});
afterEach(() => {
  upstream.heal();
  upstream.model.times = FAST;
  upstream.model.premium = true;
});

const chargesOf = (jobId: string) => upstream.model.book.under(jobId);

describe('npm run jobs -- cancel', () => {
  it('gives the credits back while the separation waits, and a retry pays once', async () => {
    upstream.model.times = LONG;
    const jobId = await pipeline.upload('uploads/waiting.wav', serviceSong());
    await pipeline.stepReached(jobId, ['waiting']);
    await expect.poll(() => chargesOf(jobId).length, { timeout: 20_000 }).toBe(1);
    await pipeline.command('cancel', jobId);
    const { job, step } = await pipeline.ended(jobId);
    expect(job.state).toBe('cancelled');
    expect(chargesOf(jobId).map(({ refunded }) => refunded)).toEqual([true]);
    expect(step.failure?.charged).toBe('no');

    upstream.model.times = FAST;
    await pipeline.command('retry', jobId);
    expect((await pipeline.ended(jobId)).job.state).toBe('done');
    expect(chargesOf(jobId).filter(({ refunded }) => !refunded)).toHaveLength(1);
  });

  it('ends a job whose separation has begun, and says that it is paid for', async () => {
    upstream.model.times = BUSY;
    const jobId = await pipeline.upload('uploads/processing.wav', serviceSong());
    await pipeline.stepReached(jobId, ['waiting']);
    await expect.poll(() => chargesOf(jobId).length, { timeout: 20_000 }).toBe(1);
    await pipeline.command('cancel', jobId);
    const { job, step } = await pipeline.ended(jobId);
    expect(job.state).toBe('cancelled');
    expect(step.failure?.charged).not.toBe('no');
    expect(await pipeline.keys('stems/processing/')).toEqual([]);
  });

  it('ends a job that waits for its turn, before anything is paid', async () => {
    upstream.model.times = LONG;
    upstream.faults = (kind) => (kind === 'create' ? { kind: 'too-many', retryAfterSeconds: 3 } : undefined);
    const jobId = await pipeline.upload('uploads/queued.wav', serviceSong());
    await pipeline.stepReached(jobId, ['queued']);
    await pipeline.command('cancel', jobId);
    expect((await pipeline.ended(jobId)).job.state).toBe('cancelled');
    expect(chargesOf(jobId)).toEqual([]);
  });

  it('refuses a job that has ended', async () => {
    // The service had asked everybody to wait.
    const { job } = await pipeline.endedByClocks(await pipeline.upload('uploads/ended.wav', serviceSong()));
    expect(job.state).toBe('done');
    await expect(pipeline.command('cancel', job.jobId)).rejects.toThrow(/done already/);
  });
});

describe('npm run jobs -- list, show and delete', () => {
  it('shows a job, and deletes it with everything that was made of it', async () => {
    const { job, files } = await pipeline.endedByClocks(
      await pipeline.upload('uploads/shown.wav', serviceSong()),
    );
    expect(await pipeline.command('list')).toContain('uploads/shown.wav');
    const shown = await pipeline.command('show', job.jobId);
    expect(shown).toContain('done');
    for (const { stem } of files) expect(shown).toContain(stem);
    await pipeline.command('delete', job.jobId);
    expect(await pipeline.keys('stems/shown/')).toEqual([]);
    expect((await pipeline.look(job.jobId))?.job.state ?? 'deleted').toBe('deleted');
  });
});
