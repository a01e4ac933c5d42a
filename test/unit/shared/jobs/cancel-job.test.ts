import { describe, expect, it } from 'vitest';
import { reserveCredits } from '../../../../shared/jobs/budget.ts';
import { cancelJob } from '../../../../shared/jobs/cancel-job.ts';
import { failStep } from '../../../../shared/jobs/fail-step.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import type { WholeJob } from '../../../../shared/jobs/job-table.ts';
import { queueStep } from '../../../../shared/jobs/queue-step.ts';
import { readBudget } from '../../../../shared/jobs/read-budget.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
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

const CANCELLED = json({ success: true, message: 'ok', data: { message: 'ok' } });
const BEGUN = json({ success: false, errors: ['It has started.'], message: 'It has started.' }, 400);
const remote = (status: string, more: object = {}) => json({ success: true, status, data: more });

/** A job whose execution is under way, so that it ends by itself. */
async function live(stepOf: (job: Job) => Step, more: Partial<Job> = {}): Promise<WholeJob> {
  const whole = await world.put(wholeJob(stepOf, more));
  world.running.add(whole.job.jobId);
  return whole;
}

async function cancel(whole: WholeJob): Promise<Step> {
  const { job, steps } = await cancelJob(world.deps(), whole.job.jobId);
  expect(job.cancelledAt).toBe(START.toISOString());
  const [step] = steps;
  if (step === undefined) throw new Error('no step');
  return step;
}

const separated = (job: Job) => waitingStep(job, { separationHash: SEPARATION_HASH });

describe('cancelling', () => {
  it.each([
    ['blocked', (job: Job) => sampleStep(job)],
    ['queued', (job: Job) => queuedStep(job)],
  ])('ends a %s step without asking the service, and it never begins', async (_state, stepOf) => {
    const step = await cancel(await live(stepOf));
    expect(step).toMatchObject({ result: { kind: 'failed', error: 'JobCancelled', charged: 'no' } });
    expect(world.service.seen).toHaveLength(0);
    const input = { key: 'uploads/a.wav', etag: 'e', bytes: 1 };
    expect(await queueStep(world.deps(), step, input)).toBeUndefined();
  });

  it('leaves a mark on a step that is being handed over, for whoever does it', async () => {
    const step = await cancel(
      await live((job) => queuedStep(job, { state: 'creating', creatingAt: START.toISOString() })),
    );
    expect(step).toMatchObject({ state: 'creating', cancelledAt: START.toISOString() });
    expect(step.result).toBeUndefined();
  });

  it('gets the credits back of what the service has not begun', async () => {
    world.service.answer(CANCELLED);
    const whole = await live(separated);
    const step = await cancel(whole);
    expect(step.result).toMatchObject({ error: 'JobCancelled', charged: 'no' });
    expect(world.service.seen[0]?.body.toString()).toContain(`hash=${SEPARATION_HASH}`);
  });

  it('ends what the service has begun all the same, and says that it is paid for', async () => {
    world.service.answer(BEGUN);
    expect((await cancel(await live(separated))).result).toMatchObject({
      error: 'JobCancelled',
      charged: 'yes',
    });
  });

  it('ends a step whose service cannot be reached; its history tells later', async () => {
    world.service.answer(html(503));
    expect((await cancel(await live(separated))).result).toMatchObject({
      error: 'JobCancelled',
      charged: 'maybe',
    });
  });

  it.each([
    ['cancels what a link became', remote('done', { link: 'https://x', hash: SEPARATION_HASH }), 'no'],
    ['needs no cancellation for a link that came to nothing', remote('failed', { message: 'no' }), 'no'],
    [
      'leaves it to the history while the link is being fetched',
      remote('waiting', { message: 'wait' }),
      'maybe',
    ],
  ])('%s, after its copy is deleted', async (_what, answer, charged) => {
    world.service.answer(answer, CANCELLED);
    const step = await cancel(await live((job) => waitingStep(job, { creatingBy: 'run1' })));
    expect(step.result).toMatchObject({ error: 'JobCancelled', charged });
    expect(world.deleted()).toEqual([`handoff/run1/${step.jobId}s0n1.wav`]);
  });

  it('lets no more stems be copied', async () => {
    const step = await cancel(
      await live((job) => waitingStep(job, { state: 'copying', result: { kind: 'done', stems: [] } })),
    );
    expect(step).toMatchObject({ state: 'copying', cancelledAt: START.toISOString() });
    expect(world.service.seen).toHaveLength(0);
  });

  it('ends a job that waits for credits, or has no live execution, at once', async () => {
    const waiting = { state: 'over-budget', work: 'budget', dueAt: START.toISOString() } as const;
    const whole = await world.put(wholeJob((job) => sampleStep(job), waiting));
    const { job, steps } = await cancelJob(world.deps(), whole.job.jobId);
    expect(job).toMatchObject({ state: 'cancelled', endedAt: START.toISOString() });
    expect(job.work).toBeUndefined();
    expect(steps[0]).toMatchObject({ state: 'failed', failure: { error: 'JobCancelled', charged: 'no' } });
    expect(world.told()).toEqual(['Job Cancelled']);
  });

  it('gives back in the books what was set aside, with the refund', async () => {
    const at = new Date('2042-01-05T00:00:00Z');
    const whole = await world.put(wholeJob((job) => sampleStep(job)));
    await reserveCredits(world.table, whole, { quotes: new Map([[DRUMS, 3]]), limits: {}, at });
    const ref = { jobId: whole.job.jobId, step: DRUMS };
    const set = {
      state: 'waiting',
      separationHash: SEPARATION_HASH,
      creatingAt: START.toISOString(),
    } as const;
    await world.jobs.changeStep(ref, { at, set });
    world.running.add(whole.job.jobId);
    world.service.answer(CANCELLED);
    await cancel(whole);
    // The branch of the execution ends so.
    const failed = await failStep(world.deps(), ref, { name: 'JobCancelled', cause: undefined });
    expect(failed?.failure?.reason).toMatch(/gave the credits back\. Nothing was charged\. To try again/);
    expect((await world.jobs.getStep(ref)).credits).toMatchObject({ reserved: 0, charged: 0, refunded: 3 });
    expect(await readBudget(world.table, '2042-01')).toEqual({ reserved: 0, charged: 0 });
  });

  it('may be repeated, and refuses a job that has ended', async () => {
    const whole = await live((job) => queuedStep(job));
    await cancel(whole);
    const before = await world.again(whole);
    world.wait(10);
    await cancelJob(world.deps(), whole.job.jobId);
    expect(await world.again(whole)).toEqual(before);
    const done = await world.put({ job: sampleJob({ state: 'done' }), steps: [] });
    await expect(cancelJob(world.deps(), done.job.jobId)).rejects.toThrow(
      /is done already: there is nothing to cancel/,
    );
  });
});
