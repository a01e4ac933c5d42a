import { describe, expect, it } from 'vitest';
import { releaseCredits, reserveCredits } from '../../../../shared/jobs/budget.ts';
import type { Failure } from '../../../../shared/jobs/failure.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { planRetry } from '../../../../shared/jobs/plan-retry.ts';
import { readBudget } from '../../../../shared/jobs/read-budget.ts';
import { retryJob } from '../../../../shared/jobs/retry-job.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { EXAMPLE_HISTORY_ITEM } from '../../../../shared/mvsep/contract/example-history-item.ts';
import { html, json } from '../mvsep/scripted-server.ts';
import {
  DRUMS,
  queuedStep,
  SEPARATION_HASH,
  START,
  sampleJob,
  sampleStep,
  waitingStep,
  wholeJob,
} from './sample-job.ts';
import { useActingDeps } from './use-acting-deps.ts';

const world = useActingDeps();
const TIME = START.toISOString();

const failure = (error: string, charged: Failure['charged']): Failure => ({
  error,
  reason: 'It failed.',
  charged,
  at: TIME,
  phase: 'waiting',
});

const ended = { state: 'failed', endedAt: TIME } as const;
const settled = { quoted: 2, reserved: 0, month: '2026-08', charged: 2, settled: 2, settledAt: TIME };
const stem = {
  stem: 'drums',
  key: 'stems/x/drums.wav',
  contentType: 'audio/wav',
  url: 'https://x/storage/d.wav',
};
const stored = {
  stem: 'drums',
  key: 'stems/x/drums.wav',
  bytes: 1,
  sha256: 'ab',
  contentType: 'audio/wav',
  etag: 'e',
};

const FAILED: Readonly<Record<string, (job: Job) => Step>> = {
  'whose stems could not be copied': (job) =>
    waitingStep(job, {
      ...ended,
      separationHash: SEPARATION_HASH,
      result: { kind: 'done', stems: [stem, stem] },
      files: { 0: stored },
      failure: failure('DownloadFailed', 'yes'),
      credits: settled,
    }),
  'whose separation took too long': (job) =>
    waitingStep(job, {
      ...ended,
      result: { kind: 'failed', error: 'SeparationTimedOut', reason: 'late', charged: 'yes' },
      failure: failure('SeparationTimedOut', 'maybe'),
    }),
  'whose request had no answer': (job) =>
    queuedStep(job, {
      ...ended,
      creatingAt: TIME,
      creatingUntil: TIME,
      failure: failure('ABORTED', 'maybe'),
    }),
  'that the service refused': (job) =>
    queuedStep(job, {
      ...ended,
      creatingAt: TIME,
      result: { kind: 'failed', error: 'MvsepRejected', reason: 'no', charged: 'no' },
      failure: failure('MvsepRejected', 'no'),
    }),
  'that failed at the service': (job) =>
    waitingStep(job, {
      ...ended,
      separationHash: SEPARATION_HASH,
      result: { kind: 'failed', error: 'SeparationFailed', reason: 'no', charged: 'maybe' },
      failure: failure('SeparationFailed', 'yes'),
      credits: settled,
    }),
  'whose earlier stem failed': (job) =>
    sampleStep(job, {
      ...ended,
      result: { kind: 'failed', error: 'EarlierStepFailed', reason: 'no', charged: 'no' },
      failure: failure('EarlierStepFailed', 'no'),
    }),
};

async function retried(stepOf: (job: Job) => Step, more: Partial<Job> = {}): Promise<Step> {
  const whole = await world.put(
    wholeJob(stepOf, { state: 'failed', endedAt: TIME, failure: failure('X', 'maybe'), ...more }),
  );
  const { steps } = await retryJob(world.deps(), whole.job.jobId);
  const [step] = steps;
  if (step === undefined) throw new Error('no step');
  expect(step.failure).toBeUndefined();
  expect(step.endedAt).toBeUndefined();
  return step;
}

const named = (name: string) => FAILED[name] ?? (() => sampleStep(sampleJob()));

describe('retrying', () => {
  it('copies what is there, and keeps what is stored', async () => {
    const step = await retried(named('whose stems could not be copied'));
    expect(step).toMatchObject({
      state: 'waiting',
      attempt: 1,
      work: 'poll',
      result: { kind: 'done' },
      files: { 0: stored },
    });
  });

  it('waits again for a separation that is paid for, for as long as a new one', async () => {
    world.wait(90_000);
    const step = await retried(named('whose separation took too long'));
    expect(step).toMatchObject({
      state: 'waiting',
      attempt: 1,
      work: 'poll',
      createdAt: '2026-08-13T13:00:00.000Z',
    });
    expect(step.remoteHash).toBeDefined();
    expect(step.result).toBeUndefined();
  });

  it('looks up a request that had no answer, and never sends a second one unseen', async () => {
    const step = await retried(named('whose request had no answer'));
    expect(step).toMatchObject({
      state: 'creating',
      attempt: 1,
      work: 'look-up',
      dueAt: TIME,
      creatingAt: TIME,
    });
  });

  it.each([
    ['that the service refused', 2],
    ['that failed at the service', 2],
    ['whose earlier stem failed', 1],
  ])('begins a step anew %s, under a name of its own', async (name, attempt) => {
    const step = await retried(named(name));
    expect(step).toMatchObject({ state: 'blocked', attempt, credits: { reserved: 0 } });
    for (const gone of ['result', 'separationHash', 'remoteHash', 'creatingAt', 'work', 'dueAt'] as const) {
      expect(step[gone]).toBeUndefined();
    }
    expect(step.credits.settledAt).toBeUndefined();
  });

  it('starts one execution under the number of the attempt, and tells the outside', async () => {
    const whole = await world.put(
      wholeJob((job) => sampleStep(job, { state: 'done' }), {
        state: 'partial',
        cancelledAt: TIME,
        executionArn: 'old',
      }),
    );
    const { job, steps } = await retryJob(world.deps(), whole.job.jobId);
    expect(job).toMatchObject({ state: 'submitted', attempt: 2 });
    expect(job.executionArn).toMatch(new RegExp(`:execution:songs:${job.jobId}-2$`));
    for (const gone of ['endedAt', 'failure', 'cancelledAt'] as const) expect(job[gone]).toBeUndefined();
    expect(steps[0]?.state).toBe('done');
    expect(world.told()).toEqual(['Job Submitted']);
    await expect(retryJob(world.deps(), job.jobId)).rejects.toThrow(/has not ended: it is submitted/);
    expect(world.started().filter((name) => name?.startsWith(job.jobId))).toEqual([`${job.jobId}-2`]);
  });

  it('goes on with a retry that was cut off before its execution', async () => {
    const whole = await world.put(wholeJob((job) => sampleStep(job), { state: 'submitted', attempt: 2 }));
    await retryJob(world.deps(), whole.job.jobId);
    expect((await world.again(whole)).job).toMatchObject({ attempt: 2 });
    expect(world.running.has(`${whole.job.jobId}-2`)).toBe(true);
  });

  it('starts one of several retries at once', async () => {
    const whole = await world.put(wholeJob(named('that the service refused'), { state: 'failed' }));
    const calls = [1, 2, 3].map(() => retryJob(world.deps(), whole.job.jobId).catch(() => undefined));
    await Promise.all(calls);
    const { job, steps } = await world.again(whole);
    expect(job.attempt).toBe(2);
    expect(steps[0]?.attempt).toBe(2);
    expect(world.running).toEqual(new Set([`${job.jobId}-2`]));
  });

  it.each([
    ['done', /there is nothing to retry/],
    ['deleted', /was deleted\. Upload the song again/],
    ['running', /Cancel it first/],
  ] as const)('refuses a job that is %s', async (state, sentence) => {
    const whole = await world.put(wholeJob((job) => sampleStep(job), { state }));
    await expect(retryJob(world.deps(), whole.job.jobId)).rejects.toThrow(sentence);
    expect(await world.again(whole)).toEqual(whole);
  });

  it('books what the first attempt cost before it begins a second', async () => {
    const at = new Date('2043-05-05T00:00:00Z');
    const whole = await world.put(wholeJob((job) => sampleStep(job)));
    const quotes = new Map([[DRUMS, 2]]);
    await reserveCredits(world.table, whole, { quotes, limits: {}, at });
    const ref = { jobId: whole.job.jobId, step: DRUMS };
    const {
      jobId: _id,
      step: _step,
      credits: _credits,
      ...moved
    } = named('that failed at the service')(whole.job);
    await world.jobs.changeStep(ref, {
      at,
      set: { ...moved, failure: failure('SeparationFailed', 'maybe') },
    });
    await world.jobs.change(ref.jobId, { at, set: { state: 'failed' } });
    world.service.answer(
      json({ success: true, data: [{ ...EXAMPLE_HISTORY_ITEM, hash: SEPARATION_HASH, credits: 2 }] }),
    );
    await retryJob(world.deps(), ref.jobId);
    expect(await readBudget(world.table, '2043-05')).toEqual({ reserved: 0, charged: 2 });
    const again = await world.again(whole);
    expect(again.steps[0]).toMatchObject({ attempt: 2, credits: { quoted: 2, reserved: 0, charged: 2 } });
    // Only now is the second one set aside; and what is given back is the second, not the first.
    await reserveCredits(world.table, again, { quotes, limits: {}, at });
    expect(await readBudget(world.table, '2043-05')).toEqual({ reserved: 2, charged: 2 });
    await releaseCredits(world.table, await world.jobs.getStep(ref), at);
    expect(await readBudget(world.table, '2043-05')).toEqual({ reserved: 0, charged: 2 });
  });

  it('books it as quoted when the history cannot be read now', async () => {
    const at = new Date('2043-06-05T00:00:00Z');
    const whole = await world.put(wholeJob((job) => sampleStep(job)));
    await reserveCredits(world.table, whole, { quotes: new Map([[DRUMS, 2]]), limits: {}, at });
    const ref = { jobId: whole.job.jobId, step: DRUMS };
    const {
      jobId: _id,
      step: _step,
      credits: _credits,
      ...moved
    } = named('that failed at the service')(whole.job);
    await world.jobs.changeStep(ref, { at, set: moved });
    await world.jobs.change(ref.jobId, { at, set: { state: 'failed' } });
    world.service.answer(html(503));
    await retryJob(world.deps(), ref.jobId);
    expect(await readBudget(world.table, '2043-06')).toEqual({ reserved: 0, charged: 2 });
    expect((await world.jobs.getStep(ref)).events.map(({ detail }) => detail)).toContain(
      '2 credits (as quoted: retried before the history of the account told)',
    );
  });
});

describe('planning a retry', () => {
  it('pays only for what came to nothing, unless somebody asks to pay for everything again', async () => {
    const job = sampleJob();
    const steps = Object.values(FAILED).map((stepOf) => stepOf(job));
    const plan = planRetry({ job, steps });
    expect(plan.steps.map(({ resumption }) => resumption)).toEqual([
      'copy',
      'wait',
      'look-up',
      'again',
      'again',
      'again',
    ]);
    expect(plan).toMatchObject({ credits: 1 + 2 + 1, lostCredits: 2, isPriceUnknown: false });
    const all = planRetry({ job, steps }, { payAgain: true });
    expect(all.steps.every(({ resumption }) => resumption === 'again')).toBe(true);
    expect(all).toMatchObject({ credits: 8, lostCredits: 4 });
    const gone = steps.map((step) => ({ ...step, failure: failure('CachedResultGone', 'no') }));
    expect(planRetry({ job, steps: gone.slice(0, 1) }).steps[0]?.resumption).toBe('again');
  });
});
