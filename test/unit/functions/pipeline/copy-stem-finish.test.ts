import { describe, expect, it } from 'vitest';
import { endBranch } from '../../../../functions/pipeline/fail-step/end-branch.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { cacheDigest, findCached } from '../../../../shared/jobs/result-cache.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { stepName } from '../../../../shared/jobs/step-name.ts';
import { DRUMS, START, sampleStep } from '../../shared/jobs/sample-job.ts';
import { STEM, served, sha256, useCopying } from './use-copying.ts';

const copying = useCopying();
const link = () => `${copying.web.url}/storage/a.wav`;
const SONG = 'ab'.repeat(32);
const input = { key: 'uploads/a.wav', etag: 'e1', bytes: 1000, sha256: SONG };

function child(job: Job, name: string, stem: string, index: number, more: Partial<Step> = {}): Step {
  return sampleStep(job, {
    step: stepName.parse(name),
    index,
    parent: { step: DRUMS, stem },
    folder: `stems/live/${job.jobId}/${name}`,
    ...more,
  });
}

describe('the last stem', () => {
  it('ends the step, and leaves its charge to be settled', async () => {
    copying.web.answer(served(STEM));
    const step = await copying.record([{ url: link() }, { stem: 'other', url: link() }]);
    await copying.copy(step, 1);
    expect((await copying.jobs.getStep(step)).state).toBe('copying');
    await copying.copy(step, 0);
    const done = await copying.jobs.getStep(step);
    expect(done).toMatchObject({
      state: 'done',
      work: 'settle',
      dueAt: new Date(START.getTime() + 300_000).toISOString(),
      endedAt: START.toISOString(),
    });
    expect(done.taskToken).toBeUndefined();
    expect(copying.offers()).toBe(0);
  });

  it('ends it once, whoever of several comes last', async () => {
    copying.web.answer(served(STEM));
    const stems = ['drums', 'bass', 'vocals', 'other'].map((stem) => ({ stem, url: link() }));
    const step = await copying.record(stems, {}, (job) => [child(job, 'deeper', 'bass', 1)]);
    await Promise.all(stems.map((_, index) => copying.copy(step, index)));
    const { state, events, files } = await copying.jobs.getStep(step);
    expect(state).toBe('done');
    expect(Object.keys(files)).toHaveLength(4);
    expect(events.filter(({ what }) => what === 'done')).toHaveLength(1);
    expect(copying.offers()).toBe(1);
  });

  it('does again what follows from it, when that was cut off', async () => {
    copying.web.answer(served(STEM));
    const step = await copying.record([{ url: link() }], { input }, (job) => [
      child(job, 'deeper', 'drums', 1),
    ]);
    const broken = { table: { ...copying.table, tableName: 'missing' } };
    await expect(copying.copy(step, 0, broken)).rejects.toThrow();
    const deeper = { jobId: step.jobId, step: stepName.parse('deeper') };
    expect((await copying.jobs.getStep(step)).state).toBe('done');
    expect((await copying.jobs.getStep(deeper)).state).toBe('blocked');

    await copying.copy(step);
    expect((await copying.jobs.getStep(deeper)).state).toBe('queued');
    expect(copying.web.seen).toHaveLength(1);
    await copying.copy(step);
    expect(copying.offers()).toBe(1);
  });
});

it('lets the steps that take its stems go on, should all tries to finish it be cut off', async () => {
  copying.web.answer(served(STEM));
  const step = await copying.record([{ url: link() }], { input }, (job) => [
    child(job, 'deeper', 'drums', 1),
  ]);
  const table = { ...copying.table, tableName: 'missing' };
  await expect(copying.copy(step, 0, { table })).rejects.toThrow();
  const { jobs, desk, log } = copying;
  const deps = { table: copying.table, jobs, stepFunctions: desk.client, now: () => START, log };
  await endBranch(deps, step, { name: 'Runtime.ExitError', cause: undefined });
  expect((await jobs.getStep(step)).state).toBe('done');
  expect((await jobs.getStep({ jobId: step.jobId, step: stepName.parse('deeper') })).state).toBe('queued');
});

describe('the steps that take a stem of it', () => {
  it('are queued, each with its own stem as its input, and offered turns', async () => {
    copying.web.answer(served(STEM));
    const step = await copying.record([{ url: link() }, { stem: 'other', url: link() }], {}, (job) => [
      child(job, 'kit', 'drums', 1),
      child(job, 'rest', 'other', 2),
      child(job, 'stranger', 'drums', 3, { parent: { step: stepName.parse('kit'), stem: 'drums' } }),
    ]);
    await copying.copy(step, 0);
    await copying.copy(step, 1);
    const { files } = await copying.jobs.getStep(step);
    const get = (name: string) => copying.jobs.getStep({ jobId: step.jobId, step: stepName.parse(name) });
    const { key, etag, bytes } = files[1] ?? {};
    expect(await get('rest')).toMatchObject({
      state: 'queued',
      work: 'turn',
      input: { key, etag, bytes, sha256: sha256(STEM) },
    });
    expect((await get('kit')).input?.key).toBe(files[0]?.key);
    expect((await get('stranger')).state).toBe('blocked');
    expect(copying.offers()).toBe(1);
  });

  it('end with a sentence that names the stems there are, when theirs is not among them', async () => {
    copying.web.answer(served(STEM));
    const token = copying.desk.issue('token of the child');
    const step = await copying.record([{ url: link() }], {}, (job) => [
      child(job, 'cello-more', 'cello', 1, { taskToken: token }),
    ]);
    await copying.copy(step);
    const { result } = await copying.jobs.getStep({ jobId: step.jobId, step: stepName.parse('cello-more') });
    expect(result).toMatchObject({ kind: 'failed', error: 'EarlierStepFailed', charged: 'no' });
    expect(JSON.stringify(result)).toContain('its stems are: drums');
    expect(copying.desk.ended).toMatchObject([{ token, success: false }]);
    expect(copying.offers()).toBe(0);
  });
});

describe('the same song twice', () => {
  const digest = () =>
    cacheDigest({
      sha256: SONG,
      separation: { type: 44, options: {}, outputFormat: 1 },
      upstream: 'mvsep.test',
    });

  async function first(): Promise<Step> {
    copying.web.answer(served(STEM));
    const step = await copying.record([{ url: link() }], { input });
    await copying.copy(step);
    return copying.jobs.getStep(step);
  }

  function copiesOf(earlier: Step, more: Partial<Step> = {}): Promise<Step> {
    const stems = Object.values(earlier.files).map(({ key, stem, bytes, sha256: hash }) => ({
      stem,
      copyFrom: key,
      bytes,
      sha256: hash,
    }));
    return copying.record(stems, {
      input,
      cachedFrom: { jobId: earlier.jobId, step: earlier.step },
      separationHash: undefined,
      ...more,
    });
  }

  it('is copied inside the bucket the second time, byte for byte and for nothing', async () => {
    const earlier = await first();
    const store = { s3: copying.s3, bucket: 'audio' };
    expect((await findCached(copying.table, digest(), START, store))?.jobId).toBe(earlier.jobId);
    const requests = copying.web.seen.length;
    const step = await copiesOf(earlier);
    await copying.copy(step);
    expect(copying.web.seen).toHaveLength(requests);
    const done = await copying.jobs.getStep(step);
    expect(done).toMatchObject({ state: 'done', credits: { charged: 0 } });
    expect(done.credits.settledAt).toBeDefined();
    expect(done.work).toBeUndefined();
    expect(done.files[0]).toEqual({ ...earlier.files[0], key: `${step.folder}/drums.wav` });
    expect((await copying.stored(`${step.folder}/drums.wav`)).body.equals(STEM)).toBe(true);
    // The latest copy is what the next one finds.
    expect((await findCached(copying.table, digest(), START, store))?.jobId).toBe(step.jobId);
  });

  it.each(['deleted', 'replaced'])(
    'ends with a sentence, and is separated anew after that, when the stems were %s',
    async (how) => {
      const earlier = await first();
      const step = await copiesOf(earlier);
      const key = earlier.files[0]?.key ?? '';
      if (how === 'deleted') await copying.remove(key);
      else await copying.put(key, Buffer.from('another mix'));
      const error = await copying.copy(step).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: 'CachedResultGone', retryable: false, charged: 'no' });
      expect(await copying.visible(step)).toEqual([]);
      expect(
        await findCached(copying.table, digest(), START, { s3: copying.s3, bucket: 'audio' }),
      ).toBeUndefined();
    },
  );
});
