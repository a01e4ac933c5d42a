import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';
import { type FaultyFront, startFaultyFront } from './faulty-front.ts';
import { TestPipeline } from './test-pipeline.ts';

const song = synthesizeSong({ seconds: 2, seed: 17 });
const songFile = wavFile(song.mix, song.sampleRate);

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

const creates = () => front.seen.filter(({ path }) => path === '/api/separation/create').length;

describe('one upload event delivered five times', () => {
  it('starts one execution and sends one create', async () => {
    const { bucket, cloud } = pipeline.product;
    const jobId = await pipeline.upload('uploads/again.wav', songFile);
    const event = {
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: {
        bucket: { name: bucket },
        object: {
          key: 'uploads/again.wav',
          size: songFile.length,
          etag: await pipeline.etag('uploads/again.wav'),
          sequencer: '1',
        },
      },
    };
    await Promise.all([1, 2, 3, 4].map(() => cloud.invoke('Pipeline/FunctionsOnUpload', event)));
    const { job } = await pipeline.ended(jobId);
    await cloud.invoke('Pipeline/FunctionsOnUpload', event);
    expect(job.state).toBe('done');
    expect(await pipeline.executions()).toEqual([jobId]);
    expect(creates()).toBe(1);
  });
});

describe('the same song uploaded again', () => {
  it('is the same job when it is asked for the same, and another when for something else', async () => {
    const before = creates();
    const again = await pipeline.separate('uploads/again.wav', songFile);
    expect(creates()).toBe(before);
    const other = await pipeline.separate('uploads/again.wav', songFile, { 'sep-type': '55' });
    expect(other.job.jobId).not.toBe(again.job.jobId);
    expect(creates()).toBe(before + 1);
  });
});

describe('another mix, or another format, under the same name', () => {
  it('gets a folder of its own, and leaves every stem of the first as its record says', async () => {
    const other = synthesizeSong({ seconds: 2, seed: 18 });
    const jobs = [
      await pipeline.separate('uploads/mix.wav', songFile),
      await pipeline.separate('uploads/mix.wav', wavFile(other.mix, other.sampleRate)),
      await pipeline.separate('uploads/mix.wav', songFile, { 'output-format': '4' }),
    ];
    expect(jobs.map(({ job }) => job.state)).toEqual(['done', 'done', 'done']);
    for (const { key, sha256 } of jobs.flatMap(({ files }) => files)) {
      expect(
        createHash('sha256')
          .update(await pipeline.object(key))
          .digest('hex'),
      ).toBe(sha256);
    }
  });
});
