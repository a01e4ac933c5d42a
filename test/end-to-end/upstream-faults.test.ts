import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';
import { type Fault, type FaultyFront, startFaultyFront } from './faulty-front.ts';
import { TestPipeline } from './test-pipeline.ts';

const song = synthesizeSong({ seconds: 2, seed: 11 });
const songFile = wavFile(song.mix, song.sampleRate);

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

describe('a create whose answer is lost', () => {
  it.each([
    ['500', SERVER_ERROR],
    ['502 in HTML', BAD_GATEWAY],
    ['a cut connection before the engine hears of it', { kind: 'cut-before' }],
    ['a cut connection after the engine has done its work', { kind: 'cut-after' }],
  ] satisfies [string, Fault][])('is never sent twice, and the job says so: %s', async (name, fault) => {
    front.plan((path) => (path === CREATE ? fault : undefined));
    const job = await pipeline.separate(`uploads/lost ${name}.wav`, songFile);
    expect(creates()).toBe(1);
    expect(job.state).toBe('failed');
    expect(job.failure).toMatchObject({ error: 'MvsepAmbiguous', charged: 'maybe' });
  });
});

describe('a create that was surely refused', () => {
  it('is sent again once the service is no longer busy', async () => {
    front.plan((path, occurrence) => (path === CREATE && occurrence === 1 ? BUSY : undefined));
    const job = await pipeline.separate('uploads/busy.wav', songFile);
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
    const jobId = await pipeline.upload(`uploads/get ${name}.wav`, songFile);
    await pipeline.reached(jobId, 'waiting');
    const job = await pipeline.pollUntilEnded(jobId);
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
      const job = await pipeline.separate(`uploads/download ${name}.wav`, songFile);
      expect(job.failure).toBeUndefined();
      expect(creates()).toBe(1);
      for (const { key, bytes } of Object.values(job.files)) {
        expect((await pipeline.object(key)).length).toBe(bytes);
      }
    },
  );
});
