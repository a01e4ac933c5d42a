import { describe, expect, it } from 'vitest';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobChange } from '../../../shared/jobs/record-change.ts';
import { findClientJob } from '../../../shared/mvsep-paths/find-client-job.ts';
import { ACCOUNT, API_URL, keyHolder, NOBODY, usePathsWorld } from './paths-world.ts';

const world = usePathsWorld();
const SONG = Buffer.from('the bytes of a song');
const jobOf = async (hash: string) => {
  const found = await findClientJob(world.deps(), hash);
  if (found === undefined) throw new Error(`There is no job of ${hash}.`);
  return found;
};
let songs = 0;
/** A song that no other test sends. */
const fresh = () => Buffer.from(`song ${++songs}`);

/** Moves a job to its end. */
async function end(hash: string, state: Job['state'], set: JobChange['set'] = {}) {
  const { job } = await jobOf(hash);
  const at = world.deps().now();
  await world.acting.jobs.change(job.jobId, { at, set: { ...set, state, endedAt: at.toISOString() } });
}

describe('a create of a client', () => {
  it('makes a job of a file, and answers with a hash as the service gives it', async () => {
    const { data } = await world.create({ add_opt1: '6', webhook_url: 'https://example.com/hook' }, SONG);
    expect(data.hash).toMatch(/^20260812120000-[0-9a-f]{10}-my-song\.wav$/);
    expect(data.link).toBe(`${API_URL}/api/separation/get?hash=${data.hash}`);
    const { job, steps } = await jobOf(data.hash);
    expect(job).toMatchObject({
      state: 'submitted',
      owner: 'studio',
      clientHash: data.hash,
      clientWebhook: 'https://example.com/hook',
      source: { key: `incoming/studio/${job.jobId}/My Song.wav`, bytes: SONG.length },
    });
    expect(steps).toMatchObject([{ separation: { type: 44, options: { add_opt1: '6' }, outputFormat: 1 } }]);
    expect(world.objects.get(job.source.key)).toEqual(SONG);
    expect(world.acting.started()).toContain(job.jobId);
  });

  it('makes a job of a link, under a short hash and a long one', async () => {
    const url = 'https://example.com/music/13%20Dimensions.mp3?signature=secret';
    const { data } = await world.create({ url });
    expect(data.hash).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(data.link).toBe(`${API_URL}/api/separation/get-remote?hash=${data.hash}`);
    const { job } = await jobOf(data.hash);
    expect(job).toMatchObject({ link: { url, service: 'direct' }, clientRemoteHash: data.hash });
    expect(job.clientHash).toMatch(/-13-dimensions\.mp3$/);
    expect((await jobOf(job.clientHash ?? '')).job.jobId).toBe(job.jobId);
  });

  it('takes the type that the page of the API calls its default', async () => {
    const { data } = await world.create({ sep_type: '' }, fresh());
    expect((await jobOf(data.hash)).steps).toMatchObject([
      { separation: { type: 10, options: { add_opt1: '1' } } },
    ]);
  });

  it('ignores an option that the type does not know, and refuses a value that it does not', async () => {
    const { data } = await world.create({ add_opt4: 'x' }, fresh());
    expect((await jobOf(data.hash)).steps[0]?.separation.options).toEqual({});
    await expect(world.create({ add_opt1: 'x' }, fresh())).rejects.toThrow(/add_opt1/);
  });

  it.each([
    ['no song', {}, undefined, 400, /audiofile field is required/],
    ['an empty song', {}, Buffer.alloc(0), 400, /empty/],
    ['one that is too large', {}, Buffer.alloc(4_400_001), 413, /4\.4 MB.*\/v1\/uploads/],
    ['an unknown type', { sep_type: '99999' }, SONG, 400, /^Seperation type is not set$/],
    ['a type of two files', { sep_type: '68' }, SONG, 400, /does not separate one song/],
    ['a type of no file', { sep_type: '62' }, SONG, 400, /does not separate one song/],
    ['a link that is none', { url: 'ftp://example.com/a.mp3' }, undefined, 400, /http or https/],
    ['a link of another service', { url: 'https://x.example/a', remote_type: 'mega' }, undefined, 400, /./],
    ['a webhook that is no address', { webhook_url: 'nowhere' }, SONG, 400, /webhook_url/],
  ])('refuses %s', async (_, fields, bytes, status, message) => {
    const refused = world.create(fields, bytes).catch((error: unknown) => error);
    expect(await refused).toBeInstanceOf(CallRefusal);
    expect(await refused).toMatchObject({ status, message: expect.stringMatching(message) });
  });

  it('refuses a key that may only look, and whoever has none', async () => {
    const caller = keyHolder({ scope: 'read' });
    await expect(world.create({}, SONG, { caller })).rejects.toThrow(/may only look/);
    await expect(world.create({}, SONG, { caller: NOBODY })).rejects.toThrow(TypeError);
  });
});

describe('a create that is sent again', () => {
  it('means the same job, also when both come at once', async () => {
    const song = fresh();
    const twice = await Promise.all([world.create({}, song), world.create({}, song)]);
    const again = await world.create({}, song);
    expect(new Set([...twice, again].map(({ data }) => data.hash)).size).toBe(1);
  });

  it('stores nothing again, and tells nobody twice', async () => {
    const song = fresh();
    const { data } = await world.create({}, song);
    const { job } = await jobOf(data.hash);
    world.objects.clear();
    await world.create({}, song);
    expect(world.objects.size).toBe(0);
    expect(world.acting.told().filter((kind) => kind === 'Job Submitted')).toHaveLength(1);
    expect((await world.acting.jobs.get(job.jobId)).executionArn).toBeDefined();
  });

  it('completes what was cut off before there was a job', async () => {
    const song = fresh();
    const jobs = {
      ...world.deps().jobs,
      create: () => Promise.reject(new Error('The table does not answer.')),
    };
    await expect(world.create({}, song, {}, { jobs })).rejects.toThrow('does not answer');
    const [key = ''] = [...world.objects.keys()].slice(-1);
    const { data } = await world.create({}, song);
    expect((await jobOf(data.hash)).job.source.key).toBe(key);
  });

  it('means another job with another song, wish, name or caller', async () => {
    const song = fresh();
    const all = [
      await world.create({}, song),
      await world.create({}, fresh()),
      await world.create({ output_format: '2' }, song),
      await world.create({ webhook_url: 'https://example.com/' }, song),
      await world.create({}, song, { name: 'Other.wav' }),
      await world.create({}, song, { caller: ACCOUNT }),
    ];
    expect(new Set(all.map(({ data }) => data.hash)).size).toBe(all.length);
  });

  it('means the same while the job is under way, and for ten minutes after the first', async () => {
    const song = fresh();
    const first = await world.create({}, song);
    world.acting.wait(3600);
    expect(await world.create({}, song)).toEqual(first);
    await end(first.data.hash, 'done');
    expect(await world.create({}, song)).not.toEqual(first);
  });

  it('means the same shortly after it is done, and after a failure that may have cost something', async () => {
    const failure = { error: 'X', reason: 'x', at: '2026-08-12T12:00:00.000Z', phase: 'waiting' } as const;
    const [done, lost] = [fresh(), fresh()];
    const first = await world.create({}, done);
    await end(first.data.hash, 'done');
    const second = await world.create({}, lost);
    await end(second.data.hash, 'failed', { failure: { ...failure, charged: 'maybe' } });
    world.acting.wait(60);
    expect(await world.create({}, done)).toEqual(first);
    expect(await world.create({}, lost)).toEqual(second);
  });

  it('means another try after a failure that cost nothing, and after a cancellation', async () => {
    const song = fresh();
    const failure = {
      error: 'X',
      reason: 'x',
      charged: 'no',
      at: '2026-08-12T12:00:00.000Z',
      phase: 'x',
    } as const;
    const first = await world.create({}, song);
    await end(first.data.hash, 'failed', { failure });
    const second = await world.create({}, song);
    expect(second).not.toEqual(first);
    await end(second.data.hash, 'cancelled');
    expect(await world.create({}, song)).not.toEqual(second);
  });
});
