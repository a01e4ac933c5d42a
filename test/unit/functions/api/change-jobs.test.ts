import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { cancelJob } from '../../../../functions/api/cancel-job/cancel-job.ts';
import { deleteJob } from '../../../../functions/api/delete-job/delete-job.ts';
import { retryJob } from '../../../../functions/api/retry-job/retry-job.ts';
import { type Caller, ownerName } from '../../../../shared/callers/caller.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { type JobId, jobId } from '../../../../shared/jobs/job-id.ts';
import { START, sampleJob, sampleStep } from '../../shared/jobs/sample-job.ts';
import { useActingDeps } from '../../shared/jobs/use-acting-deps.ts';

const owner = ownerName.parse('ada');
const ADA: Caller = { keyId: 'k', owner, scope: 'write', sees: 'own' };
const BOB: Caller = { ...ADA, owner: ownerName.parse('bob') };
const BOSS: Caller = { ...BOB, sees: 'all' };
const URL = 'https://music.example/song.wav?token=secret';
const at = START.toISOString();

describe('a job that is changed by the API', () => {
  const world = useActingDeps();

  const put = (more: Partial<Job> = {}) => {
    const job = sampleJob({ owner, ...more });
    const state = more.state === 'failed' ? 'failed' : 'blocked';
    const failure =
      more.state === 'failed'
        ? { failure: { error: 'RefusedUrl', reason: 'No.', charged: 'no' as const, at, phase: 'blocked' } }
        : {};
    return world.put({ job, steps: [sampleStep(job, { state, ...failure })] });
  };
  const CHANGES: [string, (caller: Caller, id: JobId) => Promise<{ readonly state: string }>][] = [
    ['cancelled', (caller, id) => cancelJob(world.deps(), { caller, parameters: { jobId: id } })],
    [
      'retried',
      (caller, id) =>
        retryJob(world.deps(), { caller, parameters: { jobId: id }, body: { payAgain: false } }),
    ],
    [
      'deleted',
      (caller, id) =>
        deleteJob(world.deps(), { caller, parameters: { jobId: id }, query: { withSong: 'false' } }),
    ],
  ];

  it.each(CHANGES)(
    'is not there for another owner who wants it %s, nor without an owner',
    async (_, change) => {
      const { job } = await put();
      const { job: upload } = await world.put({ job: sampleJob(), steps: [] });
      for (const [caller, id] of [
        [BOB, job.jobId],
        [ADA, upload.jobId],
        [ADA, jobId.parse('nobodys')],
      ] as const) {
        await expect(change(caller, id)).rejects.toMatchObject({ kind: 'not-found' });
      }
      expect((await world.again({ job, steps: [] })).job.updatedAt).toBe(job.updatedAt);
    },
  );

  it.each(CHANGES)('is there for whoever sees all, and wants it %s', async (what, change) => {
    const { job } = await put(what === 'cancelled' ? {} : { state: 'failed', endedAt: at });
    const state = { cancelled: 'cancelled', retried: 'submitted', deleted: 'deleted' }[what];
    expect((await change(BOSS, job.jobId)).state).toBe(state);
  });

  it.each(CHANGES)('says why where it cannot be %s', async (what, change) => {
    const { job } = await put(what === 'cancelled' ? { state: 'done', endedAt: at } : {});
    await expect(change(ADA, job.jobId)).rejects.toMatchObject({
      kind: 'wrong-state',
      message: expect.stringContaining(job.jobId),
    });
  });

  it.each([
    [undefined, true],
    [at, undefined],
  ])('is retried from its link as long as its song was not fetched (at %s)', async (fetchedAt, isLink) => {
    const link = { url: URL, service: 'direct' as const, ...(fetchedAt === undefined ? {} : { fetchedAt }) };
    const { job } = await put({ state: 'failed', endedAt: at, link });
    const retried = await retryJob(world.deps(), {
      caller: ADA,
      parameters: { jobId: job.jobId },
      body: { payAgain: false },
    });
    expect(JSON.stringify(retried)).not.toContain('secret');
    const [start] = world.desk.mock.commandCalls(StartExecutionCommand, { name: `${job.jobId}-2` });
    expect(JSON.parse(start?.args[0].input.input ?? '')).toEqual({
      jobId: job.jobId,
      ...(isLink ? { link: true } : {}),
    });
  });

  it('is deleted with its song when that is asked for, and remembers whose it was and of which request', async () => {
    const link = { url: URL, service: 'direct' as const };
    const { job } = await put({ state: 'failed', endedAt: at, link, requestDigest: 'd' });
    const request = { caller: ADA, parameters: { jobId: job.jobId } };
    await deleteJob(world.deps(), { ...request, query: { withSong: 'true' } });
    await deleteJob(world.deps(), { ...request, query: { withSong: 'false' } });
    expect(world.deleted()).toEqual([job.source.key]);
    const left = await world.jobs.get(job.jobId);
    expect(left).toMatchObject({ state: 'deleted', owner: 'ada', requestDigest: 'd' });
    expect(JSON.stringify(left)).not.toContain('secret');
  });
});
