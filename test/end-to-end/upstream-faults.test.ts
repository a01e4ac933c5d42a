import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, type FaultyFront, startFaultyFront } from './faulty-front.ts';
import { freshSong } from './fresh-song.ts';
import { TestPipeline } from './test-pipeline.ts';

const CREATE = '/api/separation/create';
const GET = '/api/separation/get';
const isDownload = (path: string) => path.startsWith('/storage/processed/');

const SERVER_ERROR: Fault = {
  kind: 'answer',
  status: 500,
  contentType: 'application/json',
  body: '{"message":"Server Error"}',
};
const BAD_GATEWAY: Fault = {
  kind: 'answer',
  status: 502,
  contentType: 'text/html',
  body: '<html><h1>502 Bad Gateway</h1></html>',
};
const BUSY: Fault = {
  kind: 'answer',
  status: 400,
  contentType: 'application/json',
  body: JSON.stringify({
    success: false,
    errors: ['You already have unprocessed file in queue. Please wait before adding new file!'],
  }),
};

let front: FaultyFront;
let pipeline: TestPipeline;
beforeAll(async () => {
  front = await startFaultyFront();
  pipeline = await TestPipeline.start({ engineFront: front });
});
afterAll(async () => {
  await pipeline.stop();
  await front.stop();
});
beforeEach(() => {
  front.plan(() => undefined);
  front.seen.length = 0;
});

const creates = () => front.seen.filter(({ path }) => path === CREATE).length;

describe('a create whose answer is lost after the engine has done its work', () => {
  it.each([['a cut connection', { kind: 'cut-after' }]] satisfies [string, Fault][])(
    'is found in the history and not sent twice: %s',
    async (name, fault) => {
      front.plan((path) => (path === CREATE ? fault : undefined));
      const jobId = await pipeline.upload(`uploads/lost ${name}.wav`, freshSong());
      await expect
        .poll(async () => (await pipeline.look(jobId))?.step.work, { timeout: 20_000 })
        .toBe('look-up');
      await expect
        .poll(
          async () => {
            await pipeline.hurry('look-up');
            await pipeline.runClocks();
            return (await pipeline.look(jobId))?.job.state;
          },
          { timeout: 30_000 },
        )
        .toBe('done');
      expect(creates()).toBe(1);
    },
  );
});

describe('a create that was surely refused', () => {
  it('is sent again once the service is no longer busy', async () => {
    front.plan((path, occurrence) => (path === CREATE && occurrence === 1 ? BUSY : undefined));
    const jobId = await pipeline.upload('uploads/busy.wav', freshSong());
    const { job } = await pipeline.endedByClocks(jobId);
    expect(job.state).toBe('done');
    expect(creates()).toBe(2);
  });
});

describe('a get that goes wrong', () => {
  it.each([
    ['500', SERVER_ERROR],
    ['502 in HTML', BAD_GATEWAY],
    ['a cut connection', { kind: 'cut-before' }],
  ] satisfies [string, Fault][])('is asked again until the job is done: %s', async (name, fault) => {
    front.plan((path, occurrence) => (path === GET && occurrence <= 1 ? fault : undefined));
    const jobId = await pipeline.upload(`uploads/get ${name}.wav`, freshSong());
    const { job } = await pipeline.endedByClocks(jobId);
    expect(job.state).toBe('done');
    expect(creates()).toBe(1);
  });
});

describe('a download that goes wrong', () => {
  it.each([
    ['500', SERVER_ERROR],
    ['502 in HTML', BAD_GATEWAY],
    ['a cut connection', { kind: 'cut-before' }],
    ['a body that ends too early', { kind: 'cut-body', afterBytes: 10_000 }],
  ] satisfies [string, Fault][])(
    'is repeated, and nothing half-written is ever seen: %s',
    async (name, fault) => {
      front.plan((path, occurrence) => (isDownload(path) && occurrence === 1 ? fault : undefined));
      const { files, failure } = await pipeline.separate(`uploads/download ${name}.wav`, freshSong());
      expect(failure).toBeUndefined();
      expect(creates()).toBe(1);
      for (const { key, bytes } of files) {
        expect((await pipeline.object(key)).length).toBe(bytes);
      }
    },
  );
});
