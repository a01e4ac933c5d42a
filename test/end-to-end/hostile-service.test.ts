import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UpstreamServer } from '../upstream/upstream-server.ts';
import { startFaultyFront } from './faulty-front.ts';
import { serviceSong } from './service-songs.ts';
import { TestPipeline } from './test-pipeline.ts';

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
beforeEach(() => {
  upstream.heal();
  upstream.model.listed = (_, files) => files;
});

const log = () => readFileSync(pipeline.product.logFile, 'utf8');

describe('a service that gives its files names with path tricks', () => {
  it('has its stems stored in the folder of the separation all the same', async () => {
    upstream.model.listed = (_, files) =>
      files.map((file, index) => ({
        ...file,
        type: ['../../uploads/owned', '/etc/passwd', 'manifest.json', '..\\..\\x'][index] ?? file.type,
        download: '../../../../recipes.json',
      }));
    const { job, files } = await pipeline.separate('uploads/tricks.wav', serviceSong());
    expect(job.state).toBe('done');
    expect(files.length).toBeGreaterThan(0);
    for (const { key } of files) expect(key).toMatch(/^stems\/tricks\/mvsep-drums\/[a-z0-9-]+\.[a-z0-9]+$/);
    expect(await pipeline.keys('uploads/owned')).toEqual([]);
    expect(await pipeline.keys('recipes.json')).toEqual([]);
  });
});

describe('a service whose links lead to an address of our own', () => {
  it('is refused, nothing is fetched, and the reason names no more than the host', async () => {
    const inside = await startFaultyFront();
    upstream.model.listed = (_, files) =>
      files.map((file) => ({ ...file, url: `${inside.url}/latest/meta-data/x_drums.wav?secret=hunter2` }));
    const { job, failure } = await pipeline.separate('uploads/inside.wav', serviceSong());
    expect(job.state).toBe('failed');
    expect(failure?.error).toBe('DownloadRefused');
    expect(inside.seen).toEqual([]);
    expect(JSON.stringify(failure)).not.toContain('hunter2');
    expect(log()).not.toContain('hunter2');
    await inside.stop();
  });
});

describe('links that have expired when the stems are copied', () => {
  it('are asked for again, once', async () => {
    upstream.faults = (kind) => {
      if (kind === 'download' && upstream.model.linkGeneration === 1) upstream.model.linkGeneration = 2;
      return undefined;
    };
    const { job } = await pipeline.separate('uploads/expired.wav', serviceSong());
    expect(job.state).toBe('done');
    expect(upstream.model.book.under(job.jobId)).toHaveLength(1);
  });
});

describe('a link that the service cannot fetch', () => {
  it('is replaced by the bytes themselves, and paid once', async () => {
    upstream.reachesLinks = false;
    const { job, step } = await pipeline.endedByClocks(
      await pipeline.upload('uploads/unreachable.wav', serviceSong()),
    );
    expect(job.state).toBe('done');
    expect(step).toMatchObject({ handoff: 'upload', attempt: 2 });
    expect(upstream.model.book.under(job.jobId)).toHaveLength(1);
  });
});

describe('a create whose request or answer is lost', () => {
  it.each([
    ['before the service hears of it', { kind: 'cut-before' }, 2],
    ['after the service has done its work', { kind: 'cut-after' }, 1],
    ['behind a gateway that gives up too early', { kind: 'error-after', status: 504 }, 1],
    ['by an error of the service', { kind: 'answer', status: 500 }, 2],
  ] as const)('is looked up, and paid once: %s', async (_, fault, creates) => {
    const before = upstream.log.count('create');
    let lost = 0;
    upstream.faults = (kind) => {
      if (kind !== 'create' || lost > 0) return undefined;
      lost += 1;
      return fault;
    };
    const jobId = await pipeline.upload(`uploads/lost ${fault.kind} ${creates}.wav`, serviceSong());
    await expect
      .poll(
        async () => {
          await pipeline.hurry('look-up');
          await pipeline.runClocks();
          return (await pipeline.look(jobId))?.job.state;
        },
        { timeout: 40_000, interval: 500 },
      )
      .toBe('done');
    expect(upstream.model.book.under(jobId)).toHaveLength(1);
    expect(upstream.log.count('create') - before).toBe(creates);
  });
});

describe('everything that was logged', () => {
  it('holds no token and no signed link', () => {
    const lines = log();
    expect(lines.length).toBeGreaterThan(1_000);
    expect(lines).not.toContain(pipeline.product.engineToken);
    expect(lines).not.toMatch(/X-Amz-Signature/);
  });
});
