import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pollSeparations } from '../../../../functions/pipeline/poll-separations/poll-separations.ts';
import { nextPoll } from '../../../../shared/jobs/poll-interval.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { SEPARATION_HASH, START, waitingJob } from '../../shared/jobs/sample-job.ts';
import { createTokenDesk } from '../../shared/jobs/token-desk.ts';
import { html, json, type ScriptedServer, startScriptedServer } from '../../shared/mvsep/scripted-server.ts';

let jobs: JobTableServer;
let mvsep: ScriptedServer;
beforeAll(async () => {
  mvsep = await startScriptedServer();
});
afterAll(() => mvsep.stop());
afterEach(() => {
  jobs.stop();
});

const RUNNING = json({ success: true, status: 'processing', data: {} });

async function world(requestsPerRun: number, waiting: number) {
  jobs = await startJobTableServer();
  mvsep.seen.length = 0;
  const clock = { now: START };
  const made = Array.from({ length: waiting }, (_, index) =>
    waitingJob({
      separationHash: SEPARATION_HASH,
      dueAt: new Date(START.getTime() - (waiting - index) * 1000).toISOString(),
    }),
  );
  for (const job of made) await jobs.table.create(job);
  const deps = {
    jobs: jobs.table,
    client: createMvsepClient({ baseUrl: mvsep.url }),
    stepFunctions: createTokenDesk().client,
    now: () => clock.now,
    log: keptLog(),
    requestsPerRun,
    longestRunSeconds: 60,
    hasTime: () => true,
  };
  return { clock, made, deps };
}

describe('the poller', () => {
  it('keeps to its budget and begins with the job that is due the longest', async () => {
    const { clock, made, deps } = await world(3, 5);
    mvsep.answer(RUNNING);
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(3);
    const polls = async () => Promise.all(made.map(async ({ jobId }) => (await jobs.table.get(jobId)).polls));
    expect(await polls()).toEqual([1, 1, 1, 0, 0]);

    clock.now = new Date(START.getTime() + 1_000);
    await pollSeparations(deps);
    expect(await polls()).toEqual([1, 1, 1, 1, 1]);
  });

  it('looks at one job even when the budget is smaller than what a job may need', async () => {
    const { made, deps } = await world(1, 1);
    mvsep.answer(RUNNING);
    await jobs.table.change(made[0]?.jobId ?? waitingJob().jobId, { at: START, remove: ['separationHash'] });
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(1);
  });

  it('stops when told to slow down, and stays away as long as it was asked to', async () => {
    const { clock, deps } = await world(10, 4);
    mvsep.answer(json({}, 429, { 'retry-after': '300' }));
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(1);
    mvsep.answer(RUNNING);
    clock.now = new Date(START.getTime() + 299_000);
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(1);
    clock.now = new Date(START.getTime() + 301_000);
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(5);
  });

  it('gives up a run when the service is down, and loses no job', async () => {
    const { clock, made, deps } = await world(10, 6);
    mvsep.answer(html(502));
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(3);
    mvsep.answer(RUNNING);
    clock.now = new Date(START.getTime() + 120_000);
    await pollSeparations(deps);
    const polled = await Promise.all(made.map(async ({ jobId }) => (await jobs.table.get(jobId)).polls));
    expect(polled).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('lets no broken record keep the others waiting, and fails loudly in the end', async () => {
    const { made, deps } = await world(10, 3);
    const broken = made[0]?.jobId;
    mvsep.answer(RUNNING);
    const find: typeof deps.jobs.find = async (id) => {
      if (id === broken) throw new Error('the record cannot be read');
      return jobs.table.find(id);
    };
    await expect(pollSeparations({ ...deps, jobs: { ...deps.jobs, find } })).rejects.toThrow(
      'cannot be read',
    );
    expect(mvsep.seen).toHaveLength(2);
  });

  it('leaves the budget to one run when several are started at once', async () => {
    const { deps } = await world(3, 9);
    mvsep.answer(RUNNING);
    await Promise.all([pollSeparations(deps), pollSeparations(deps), pollSeparations(deps)]);
    expect(mvsep.seen).toHaveLength(3);
  });

  it('takes over from a run that was killed, once it must be dead', async () => {
    const { clock, deps } = await world(3, 1);
    mvsep.answer(RUNNING);
    expect(await jobs.table.claimPolling(START, new Date(START.getTime() + 60_000))).toBe(true);
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(0);
    clock.now = new Date(START.getTime() + 60_000);
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(1);
  });

  it('begins no job without the time to end it', async () => {
    const { deps } = await world(10, 3);
    await pollSeparations({ ...deps, hasTime: () => false });
    expect(mvsep.seen).toHaveLength(0);
  });
});

describe('nextPoll', () => {
  it.each([
    [0, 20],
    [119, 20],
    [120, 30],
    [600, 120],
    [3_600, 300],
    [86_400, 300],
  ])('after %i s waits %i s', (ageSeconds, waitSeconds) => {
    const now = new Date(START.getTime() + ageSeconds * 1000);
    expect((nextPoll(START, now).getTime() - now.getTime()) / 1000).toBe(waitSeconds);
  });
});
