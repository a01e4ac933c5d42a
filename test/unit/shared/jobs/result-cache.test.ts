import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CacheIdentity,
  cacheDigest,
  findCached,
  forgetResult,
  rememberResult,
  type StemsStore,
} from '../../../../shared/jobs/result-cache.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { ROLE, type RunningS3, startLocalS3 } from '../../../local/s3/start-local-s3.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { runningJob, START, waitingStep } from './sample-job.ts';

let server: JobTableServer;
let s3: RunningS3;
let store: StemsStore;
beforeAll(async () => {
  [server, s3] = await Promise.all([startJobTableServer(), startLocalS3()]);
  store = { s3: s3.client(), bucket: 'audio' };
});
afterAll(async () => {
  server.stop();
  await s3.stop();
});

const DAY_MS = 86_400_000;
const later = (days: number) => new Date(START.getTime() + days * DAY_MS);
const identity = {
  sha256: 'ab'.repeat(32),
  separation: { type: 44, options: { add_opt1: '1', add_opt2: '2' }, outputFormat: 1 },
  upstream: 'mvsep.test',
};

describe('the name of a result', () => {
  it('is the same whatever the order of the options', () => {
    const options = { add_opt2: '2', add_opt1: '1' };
    expect(cacheDigest({ ...identity, separation: { ...identity.separation, options } })).toBe(
      cacheDigest(identity),
    );
    expect(cacheDigest(identity)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('differs for whatever makes the stems differ', () => {
    const { separation } = identity;
    const others = [
      { ...identity, sha256: 'cd'.repeat(32) },
      { ...identity, upstream: 'other.test' },
      { ...identity, separation: { ...separation, type: 40 } },
      { ...identity, separation: { ...separation, outputFormat: 2 } },
      { ...identity, separation: { ...separation, options: { add_opt1: '1' } } },
      { ...identity, separation: { ...separation, options: { add_opt1: '2', add_opt2: '1' } } },
    ];
    expect(new Set([identity, ...others].map(cacheDigest)).size).toBe(others.length + 1);
  });

  it('tells any two wishes apart, and nothing else', () => {
    const options = fc.dictionary(fc.constantFrom('add_opt1', 'add_opt2'), fc.string({ maxLength: 3 }), {
      noNullPrototype: true,
    });
    const wishes = fc.record({
      sha256: fc.string(),
      upstream: fc.string(),
      separation: fc.record({ type: fc.nat(3), options, outputFormat: fc.nat(1) }),
    });
    const canonical = ({
      sha256,
      upstream,
      separation: { type, options: given, outputFormat },
    }: CacheIdentity) => JSON.stringify([sha256, upstream, type, outputFormat, Object.entries(given).sort()]);
    fc.assert(
      fc.property(wishes, wishes, (left, right) => {
        expect(cacheDigest(left) === cacheDigest(right)).toBe(canonical(left) === canonical(right));
      }),
    );
  });
});

/** A step that is done, its two stems in the bucket, under an identity of its own. */
async function doneStep(more: Partial<Step> = {}): Promise<{ step: Step; digest: string }> {
  const job = runningJob();
  const stems = ['drums', 'other'].map((stem) => ({
    stem,
    key: `stems/${job.jobId}/${stem}.wav`,
    contentType: 'audio/wav',
  }));
  const files: Step['files'] = {};
  for (const [index, stem] of stems.entries()) {
    const { ETag = '' } = await store.s3.send(
      new PutObjectCommand({ Bucket: 'audio', Key: stem.key, Body: 'sound' }),
    );
    files[index] = { ...stem, bytes: 5, sha256: 'ef'.repeat(32), etag: ETag.replaceAll('"', '') };
  }
  const sha256 = job.jobId.padEnd(64, '0');
  const step = waitingStep(job, {
    state: 'done',
    input: { key: job.source.key, etag: 'e1', bytes: 1000, sha256 },
    result: { kind: 'done', stems },
    files,
    ...more,
  });
  await server.jobs.create({ job, steps: [step] });
  return { step, digest: cacheDigest({ sha256, separation: step.separation, upstream: 'mvsep.test' }) };
}

describe('an earlier result', () => {
  it('is found as long as it is kept, and the latest one of several', async () => {
    const { step, digest } = await doneStep();
    expect(await findCached(server.table, digest, START, store)).toBeUndefined();
    await rememberResult(server.table, step, 30, START);
    expect(await findCached(server.table, digest, later(29.9), store)).toEqual(step);
    expect(await findCached(server.table, digest, later(30), store)).toBeUndefined();
    const again = await doneStep({ input: step.input });
    await rememberResult(server.table, again.step, 30, later(1));
    expect((await findCached(server.table, digest, later(30.5), store))?.jobId).toBe(again.step.jobId);
  });

  it.each<[string, number, Partial<Step>]>([
    ['nothing is kept', 0, {}],
    ['nobody knows what it was made of', 30, { input: { key: 'k', etag: 'e', bytes: 1 } }],
    ['nobody knows who made it', 30, { upstream: undefined }],
  ])('is not noted when %s', async (_name, days, more) => {
    const { step, digest } = await doneStep(more);
    await rememberResult(server.table, step, days, START);
    expect(await findCached(server.table, digest, START, store)).toBeUndefined();
  });

  it.each<[string, Partial<Step>]>([
    ['did not end well', { state: 'failed' }],
    ['lacks a stem on the record', { files: {} }],
  ])('is not found when it %s', async (_name, more) => {
    const { step, digest } = await doneStep(more);
    await rememberResult(server.table, step, 30, START);
    expect(await findCached(server.table, digest, START, store)).toBeUndefined();
  });

  it('is not found when its job was deleted', async () => {
    const { step, digest } = await doneStep();
    await rememberResult(server.table, step, 30, START);
    await server.jobs.change(step.jobId, { at: START, set: { state: 'deleted' } });
    expect(await findCached(server.table, digest, START, store)).toBeUndefined();
  });

  it.each([
    [
      'is missing',
      async (Key: string) => s3.client().send(new DeleteObjectCommand({ Bucket: 'audio', Key })),
    ],
    [
      'is another one now',
      async (Key: string) => s3.client().send(new PutObjectCommand({ Bucket: 'audio', Key, Body: 'noise' })),
    ],
  ])('is not found when one of its stems %s', async (_name, change) => {
    const { step, digest } = await doneStep();
    await rememberResult(server.table, step, 30, START);
    await change(step.files[1]?.key ?? '');
    expect(await findCached(server.table, digest, START, store)).toBeUndefined();
  });

  it('says so when the stems may not be looked at, rather than to pay again', async () => {
    const { step, digest } = await doneStep();
    await rememberResult(server.table, step, 30, START);
    const stranger = s3.client({ credentials: ROLE });
    await expect(
      findCached(server.table, digest, START, { s3: stranger, bucket: 'audio' }),
    ).rejects.toThrow();
  });

  it('is forgotten only as long as no other one has taken its place', async () => {
    const { step, digest } = await doneStep();
    const other = await doneStep({ input: step.input });
    await rememberResult(server.table, other.step, 30, START);
    await forgetResult(server.table, digest, step);
    expect((await findCached(server.table, digest, START, store))?.jobId).toBe(other.step.jobId);
    await forgetResult(server.table, digest, other.step);
    expect(await findCached(server.table, digest, START, store)).toBeUndefined();
  });
});
