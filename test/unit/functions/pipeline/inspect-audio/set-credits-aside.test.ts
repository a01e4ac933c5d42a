import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, describe, expect, it } from 'vitest';
import { inspectAudio } from '../../../../../functions/pipeline/inspect-audio/inspect-audio.ts';
import { beginSeparations } from '../../../../../shared/jobs/begin-separations.ts';
import type { Job } from '../../../../../shared/jobs/job.ts';
import { createJobTable } from '../../../../../shared/jobs/job-table.ts';
import { readBudget } from '../../../../../shared/jobs/read-budget.ts';
import { rememberResult } from '../../../../../shared/jobs/result-cache.ts';
import type { Step } from '../../../../../shared/jobs/step.ts';
import { START } from '../../../shared/jobs/sample-job.ts';
import { flac } from './sample-audio.ts';
import { UPSTREAM, useInspection } from './use-inspection.ts';

const inspection = useInspection();

/** A song of ten minutes: ten credits for each separation of one credit a minute. */
let songs = 0;
const tenMinutes = () => Buffer.concat([flac(48_000 * 600), Buffer.from(`song ${++songs}`)]);

let reservedBefore = 0;
beforeEach(async () => {
  ({ reserved: reservedBefore } = await readBudget(inspection.table, '2026-08'));
  inspection.news.resetHistory();
});

/** What tests before this one set aside stands in the same budget. */
const month = (credits: number) => ({ perMonth: reservedBefore + credits });
const newlyReserved = async () => (await readBudget(inspection.table, '2026-08')).reserved - reservedBefore;

/** Calls a step done, with these stems by name and hash, for jobs after it to copy. */
async function done(job: Job, name: string, stems: Record<string, string>): Promise<Step> {
  const step = (await inspection.jobs.getWhole(job.jobId)).steps.find((one) => one.step === name);
  if (step === undefined) throw new Error(`There is no step ${name}.`);
  const files = await Promise.all(
    Object.entries(stems).map(async ([stem, sha256]) => {
      const key = `${step.folder}/${stem}.wav`;
      const { bytes, etag } = await inspection.put(key, Buffer.from(sha256));
      return { stem, key, etag, bytes, sha256, contentType: 'audio/wav' };
    }),
  );
  for (const [index, stored] of files.entries()) {
    await inspection.jobs.changeStep(step, { at: START, file: { index, stored } });
  }
  const ended = await inspection.jobs.changeStep(step, {
    at: START,
    set: { state: 'done', upstream: UPSTREAM, result: { kind: 'done', stems: files } },
    remove: ['work', 'dueAt'],
  });
  if (ended === undefined) throw new Error('The step was not written.');
  await rememberResult(inspection.table, ended, 90, START);
  return ended;
}

const statesOf = (steps: readonly Step[]) => steps.map(({ state }) => state);

describe('the credits of a job', () => {
  it('are set aside for the whole tree, of which only the roots begin', async () => {
    const submitted = await inspection.submit(tenMinutes(), { recipe: 'karaoke' });
    const { job, steps, answer } = await inspection.inspect(submitted, month(30));
    expect(job).toMatchObject({ state: 'running', credits: { quoted: 30, reserved: 30 } });
    expect(statesOf(steps)).toEqual(['queued', 'blocked', 'blocked']);
    expect(steps.map(({ credits }) => credits.reserved)).toEqual([10, 10, 10]);
    expect(answer).toEqual(['voice', 'lead-and-back', 'dry-lead']);
    expect(await newlyReserved()).toBe(30);
  });

  it.each([
    [
      'the month',
      month,
      /^It needs 30 credits, and 29 of the \d+ of 2026-08 are left\. It begins when credits come back/,
    ],
    [
      'a whole month',
      () => ({ perMonth: 29 }),
      /That is more than any month allows: raise creditsPerMonth, or let it run/,
    ],
    [
      'a job',
      () => ({ perJob: 29 }),
      /^It needs 30 credits, and the setting creditsPerJob allows 29\. It waits until/,
    ],
  ] as const)(
    'over the limit of %s, it waits, says so on the record and outside, and blocks nothing',
    async (_name, limits, why) => {
      const submitted = await inspection.submit(tenMinutes(), { recipe: 'karaoke' });
      const { job, steps, answer } = await inspection.inspect(submitted, limits(29));
      expect(job).toMatchObject({
        state: 'over-budget',
        work: 'budget',
        dueAt: START.toISOString(),
        credits: { quoted: 30, reserved: 0 },
        announced: 'over-budget 1',
      });
      const line = job.events.find(({ what }) => what === 'over budget')?.detail;
      expect(line).toMatch(why);
      expect(line).toContain(`npm run jobs -- approve ${job.jobId}`);
      expect(statesOf(steps)).toEqual(['blocked', 'blocked', 'blocked']);
      expect(steps.map(({ credits }) => credits.quoted)).toEqual([10, 10, 10]);
      // The branches of the workflow wait with their tokens.
      expect(answer).toHaveLength(3);
      expect(await newlyReserved()).toBe(0);
      const [call] = inspection.news.commandCalls(PutEventsCommand);
      expect(call?.args[0].input.Entries?.[0]?.DetailType).toBe('Job Over Budget');

      await inspection.inspect(submitted, limits(29));
      const { events } = await inspection.jobs.get(job.jobId);
      expect(events.filter(({ what }) => what === 'over budget')).toHaveLength(1);
    },
  );

  it('over the limit, it runs when it was approved', async () => {
    const submitted = await inspection.submit(tenMinutes());
    await inspection.inspect(submitted, { perJob: 9 });
    const { credits = { reserved: 0 } } = await inspection.jobs.get(submitted.jobId);
    await inspection.jobs.change(submitted.jobId, {
      at: START,
      set: { credits: { ...credits, approved: true } },
    });
    const { job, steps } = await inspection.inspect(submitted, { perJob: 9 });
    expect(job).toMatchObject({ state: 'running', credits: { reserved: 10, approved: true } });
    expect(job.work).toBeUndefined();
    expect(statesOf(steps)).toEqual(['queued']);
  });
});

describe('results of earlier jobs', () => {
  it('cost nothing, down the whole tree as far as they reach', async () => {
    const song = tenMinutes();
    const earlier = await inspection.submit(song, { recipe: 'karaoke' });
    await inspection.inspect(earlier);
    const voice = await done(earlier, 'voice', { vocals: 'a1', other: 'b2' });
    // What the real service calls its stems is not always what the catalogue does.
    const [, second = expect.fail()] = (await inspection.jobs.getWhole(earlier.jobId)).steps;
    const [vocals = expect.fail()] = Object.values(voice.files);
    await inspection.jobs.changeStep(second, { at: START, set: { state: 'queued', input: vocals } });
    await done(earlier, 'lead-and-back', { 'vocals-lead': 'c3' });
    reservedBefore += await newlyReserved();

    const again = await inspection.submit(song, { recipe: 'karaoke' });
    const { job, steps } = await inspection.inspect(again, month(10));
    expect(job).toMatchObject({ state: 'running', credits: { quoted: 10, reserved: 10 } });
    expect(steps.map(({ credits }) => credits.quoted)).toEqual([0, 0, 10]);

    const elsewhere = await inspection.submit(song, { recipe: 'karaoke' });
    const without = inspection.deps({ upstream: 'other.test' });
    await inspectAudio(without, elsewhere.jobId);
    expect((await inspection.jobs.get(elsewhere.jobId)).credits?.quoted).toBe(30);
    const unused = await inspection.submit(song, { recipe: 'karaoke' });
    await inspectAudio(inspection.deps({ usesCache: false }), unused.jobId);
    expect((await inspection.jobs.get(unused.jobId)).credits?.quoted).toBe(30);
  });
});

describe('a job that is tried again', () => {
  /** A job whose middle separation failed and was settled, as `retry` leaves it behind. */
  async function retried() {
    const job = await inspection.submit(tenMinutes(), { recipe: 'karaoke' });
    await inspection.inspect(job);
    await done(job, 'voice', { vocals: `v${songs}`, other: 'o' });
    const { steps } = await inspection.jobs.getWhole(job.jobId);
    for (const step of steps.slice(1)) {
      const credits = { reserved: 0, quoted: 10, charged: 0, settledAt: START.toISOString() };
      await inspection.jobs.changeStep(step, { at: START, set: { credits, attempt: 2 } });
    }
    const credits = { reserved: 10, quoted: 30, charged: 0, month: '2026-08' };
    await inspection.jobs.change(job.jobId, { at: START, set: { attempt: 2, credits } });
    reservedBefore += await newlyReserved();
    return job;
  }

  it('sets aside what will be paid again, queues what has its stem, and answers what is not done', async () => {
    const job = await retried();
    const { steps, answer, job: after } = await inspection.inspect(job, month(20));
    expect(answer).toEqual(['lead-and-back', 'dry-lead']);
    expect(statesOf(steps)).toEqual(['done', 'queued', 'blocked']);
    const [stem = expect.fail()] = Object.values(steps[0]?.files ?? {});
    const { key, etag, bytes, sha256 } = stem;
    expect(stem.stem).toBe('vocals');
    expect(steps[1]?.input).toEqual({ key, etag, bytes, sha256 });
    expect(steps.map(({ credits }) => credits.reserved)).toEqual([10, 10, 10]);
    expect(after).toMatchObject({ state: 'running', attempt: 2 });
    expect(await newlyReserved()).toBe(20);
  });

  it('waits when that is over the budget', async () => {
    const job = await retried();
    const { job: after, steps } = await inspection.inspect(job, month(19));
    expect(after).toMatchObject({ state: 'over-budget', credits: { quoted: 20, reserved: 10 } });
    expect(statesOf(steps)).toEqual(['done', 'blocked', 'blocked']);
    expect(steps[1]?.credits).toMatchObject({ quoted: 10, settledAt: START.toISOString() });
  });

  it('ends a step whose stem the earlier one did not give', async () => {
    const job = await retried();
    const [, step = expect.fail()] = (await inspection.jobs.getWhole(job.jobId)).steps;
    const parent = { step: step.parent?.step ?? expect.fail(), stem: 'tuba' };
    await inspection.jobs.changeStep(step, { at: START, set: { parent } });
    await beginSeparations(inspection.deps(), await inspection.jobs.getWhole(job.jobId));
    expect(await inspection.jobs.getStep(step)).toMatchObject({
      state: 'waiting',
      work: 'poll',
      result: { kind: 'failed', error: 'EarlierStepFailed', charged: 'no' },
    });
  });
});

describe('an inspection that is killed at any call', () => {
  /** Runs the function, killed at its n-th call of the table; whether it came to its end. */
  async function killedAt(call: number, job: Job, limits: { perJob?: number }): Promise<boolean> {
    let calls = 0;
    const { documents } = inspection.table;
    const killer = { name: `kill-${call}-${Math.random()}`, step: 'initialize', priority: 'high' } as const;
    documents.middlewareStack.add(
      (next) => async (args) => {
        calls += 1;
        if (calls > call) throw new Error('killed');
        return next(args);
      },
      killer,
    );
    try {
      const jobs = createJobTable(inspection.table);
      await inspectAudio(inspection.deps({ jobs, limits }), job.jobId);
      return true;
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'killed') throw error;
      return false;
    } finally {
      documents.middlewareStack.remove(killer.name);
    }
  }

  it.each([
    ['begins', {}, 'running', ['queued', 'blocked'], 20],
    ['waits', { perJob: 5 }, 'over-budget', ['blocked', 'blocked'], 0],
  ] as const)('and run again, it %s exactly once', async (_name, limits, state, states, reserved) => {
    const song = tenMinutes();
    for (let call = 0, ended = false; !ended; call++) {
      ({ reserved: reservedBefore } = await readBudget(inspection.table, '2026-08'));
      const submitted = await inspection.submit(song, { recipe: 'drum-kit' });
      ended = await killedAt(call, submitted, limits);
      const { job, steps, answer } = await inspection.inspect(submitted, limits);
      expect(job.state).toBe(state);
      expect(job.events.filter(({ what }) => what === 'inspected')).toHaveLength(1);
      expect(statesOf(steps)).toEqual(states);
      expect(steps.every(({ folder }) => folder?.startsWith(`${job.folder}/`))).toBe(true);
      expect(answer).toHaveLength(2);
      expect(await newlyReserved()).toBe(reserved);
      expect(call).toBeLessThan(40);
    }
  });
});
