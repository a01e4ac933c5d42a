import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECIPES_KEY } from '../../shared/recipes/recipes-key.ts';
import { UpstreamServer } from '../upstream/upstream-server.ts';
import { serviceSong } from './service-songs.ts';
import { TestPipeline } from './test-pipeline.ts';

/** Three levels; the branch of the bass has a separation that fails. */
const RECIPES = `{
  "recipes": {
    "deep": {
      "separations": [
        {
          "name": "band",
          "type": 63,
          "then": [
            { "of": "drums", "name": "kit", "type": 37, "then": [{ "of": "kick", "name": "dry-kick", "type": 22 }] },
            { "of": "bass", "name": "low", "type": 44, "then": [{ "of": "other", "name": "lower", "type": 22 }] }
          ]
        }
      ]
    }
  }
}`;
const BROKEN_TYPE = 44;

let upstream: UpstreamServer;
let pipeline: TestPipeline;
beforeAll(async () => {
  upstream = await UpstreamServer.start();
  pipeline = await TestPipeline.start({ upstream });
  const { bucket } = pipeline.product;
  await pipeline.s3.send(new PutObjectCommand({ Bucket: bucket, Key: RECIPES_KEY, Body: RECIPES }));
});
afterAll(async () => {
  await pipeline.stop();
  await upstream.stop();
});

const statesOf = ({
  steps,
}: {
  readonly steps: readonly { readonly step: string; readonly state: string }[];
}) => Object.fromEntries(steps.map(({ step, state }) => [step, state]));

describe('a recipe of three levels of which one branch fails', () => {
  it('does the other branches, explains the failure, and a retry pays for the failed branch alone', async () => {
    upstream.model.failing = ({ type }) =>
      type === BROKEN_TYPE ? 'The model ran out of memory.' : undefined;
    const jobId = await pipeline.upload('uploads/deep/song.wav', serviceSong());
    const partial = await pipeline.ended(jobId);
    expect(partial.job.state).toBe('partial');
    expect(statesOf(partial)).toEqual({
      band: 'done',
      kit: 'done',
      'dry-kick': 'done',
      low: 'failed',
      lower: 'failed',
    });
    expect(partial.failure?.reason).toContain('The model ran out of memory.');

    const manifest = JSON.parse((await pipeline.object(partial.job.manifestKey ?? '')).toString());
    expect(statesOf({ steps: manifest.separations })).toEqual(statesOf(partial));
    expect(JSON.stringify(manifest)).toContain('The model ran out of memory.');
    expect(upstream.model.book.charges).toHaveLength(4);

    upstream.model.failing = () => undefined;
    await pipeline.command('retry', jobId);
    const done = await pipeline.ended(jobId);
    expect(done.job.state).toBe('done');
    expect(Object.values(statesOf(done))).toEqual(Array(5).fill('done'));
    const paidAgain = upstream.model.book.charges.slice(4).map(({ type }) => type);
    expect(paidAgain).toEqual([BROKEN_TYPE, 22]);
    const keys = await pipeline.keys('stems/deep/song/');
    expect(keys).toEqual(expect.arrayContaining(done.files.map(({ key }) => key)));
  });
});

describe('a built-in recipe', () => {
  it('is asked for by the folder: karaoke, of three levels, with the labels that the service gives', async () => {
    const { job, steps, failure } = await pipeline.ended(
      await pipeline.upload('uploads/karaoke/live/song.wav', serviceSong()),
    );
    expect(failure).toBeUndefined();
    expect(job).toMatchObject({ state: 'done', recipe: 'karaoke' });
    expect(steps.map(({ step }) => step)).toEqual(['voice', 'lead-and-back', 'dry-lead']);
    const cost = upstream.model.book.charges.filter(({ fileName }) => fileName.startsWith(job.jobId));
    expect(cost).toHaveLength(3);
  });
});

describe('the same song once more, under another name', () => {
  it('costs nothing, and its stems are the same, byte for byte', async () => {
    const song = serviceSong();
    const first = await pipeline.ended(await pipeline.upload('uploads/drum-kit/first.wav', song));
    expect(first.job.state).toBe('done');
    const spent = upstream.model.book.charges.length;
    const second = await pipeline.ended(await pipeline.upload('uploads/drum-kit/second.wav', song));
    expect(second.job.state).toBe('done');
    expect(upstream.model.book.charges).toHaveLength(spent);
    expect(second.job.credits?.quoted).toBe(0);
    expect(second.files.map(({ stem, sha256 }) => [stem, sha256])).toEqual(
      first.files.map(({ stem, sha256 }) => [stem, sha256]),
    );
    for (const { key } of second.files) {
      const twin = first.files.find((file) => file.key.replace('/first/', '/second/') === key);
      expect(await pipeline.object(key)).toEqual(await pipeline.object(twin?.key ?? ''));
    }
    const manifest = JSON.parse((await pipeline.object(second.job.manifestKey ?? '')).toString());
    expect(manifest.separations[0].cachedFrom.job).toBe(first.job.jobId);
  });
});
