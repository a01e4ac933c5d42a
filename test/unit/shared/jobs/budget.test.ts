import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type CreditLimits,
  releaseCredits,
  reserveCredits,
  settleCredits,
} from '../../../../shared/jobs/budget.ts';
import type { WholeJob } from '../../../../shared/jobs/job-table.ts';
import { readBudget } from '../../../../shared/jobs/read-budget.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { stepName } from '../../../../shared/jobs/step-name.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { SEPARATION_HASH, sampleJob, sampleStep } from './sample-job.ts';

let server: JobTableServer;
beforeAll(async () => {
  server = await startJobTableServer();
});
afterAll(() => server.stop());

/** A month of its own for each test, so that tests share a table and no books. */
let months = 0;
function freshMonth(): Date {
  months += 1;
  return new Date(Date.UTC(2030 + Math.floor(months / 12), months % 12, 15));
}
const monthName = (at: Date) => at.toISOString().slice(0, 7);

async function newJob(...quotes: (number | undefined)[]): Promise<WholeJob> {
  const steps = quotes.map((_, index) => stepName.parse(`step-${index}`));
  const job = sampleJob({ steps });
  const whole = {
    job,
    steps: steps.map((step, index) =>
      sampleStep(job, { step, index, credits: { quoted: quotes[index], reserved: 0 } }),
    ),
  };
  await server.jobs.create(whole);
  return whole;
}

function reserve(whole: WholeJob, at: Date, limits: CreditLimits = {}) {
  const quotes = new Map(whole.steps.map(({ step, credits }) => [step, credits.quoted]));
  return reserveCredits(server.table, whole, { quotes, limits, at });
}

const again = (whole: WholeJob) => server.jobs.getWhole(whole.job.jobId);

async function stepOf(whole: WholeJob, index: number): Promise<Step> {
  const found = (await again(whole)).steps[index];
  if (found === undefined) throw new Error('no such step');
  return found;
}

describe('setting credits aside', () => {
  it('books the month, the job and every step at once, and a second time nothing', async () => {
    const at = freshMonth();
    const whole = await newJob(3, undefined, 0);
    expect(await reserve(whole, at)).toBe('reserved');
    expect(await reserve(whole, at)).toBe('reserved');
    expect(await reserve(await again(whole), at)).toBe('reserved');
    expect(await readBudget(server.table, monthName(at))).toEqual({ reserved: 3, charged: 0 });
    const { job, steps } = await again(whole);
    // One price is unknown, so the price of the whole is.
    expect(job.credits).toEqual({ reserved: 3, month: monthName(at) });
    expect(steps.map(({ credits }) => credits)).toEqual([
      { quoted: 3, reserved: 3, month: monthName(at) },
      { reserved: 0, month: monthName(at) },
      { quoted: 0, reserved: 0, month: monthName(at) },
    ]);
    expect(steps[1]?.events.at(-1)).toMatchObject({ what: 'credits set aside', detail: 'price unknown' });
  });

  it('accepts what fits exactly, and refuses a credit more without changing anything', async () => {
    const at = freshMonth();
    expect(await reserve(await newJob(4, 3), at, { perMonth: 10 })).toBe('reserved');
    const tooMuch = await newJob(4);
    expect(await reserve(tooMuch, at, { perMonth: 10 })).toBe('over-month');
    expect(await again(tooMuch)).toEqual(tooMuch);
    expect(await reserve(await newJob(3), at, { perMonth: 10 })).toBe('reserved');
    expect(await readBudget(server.table, monthName(at))).toEqual({ reserved: 10, charged: 0 });
    // An empty month refuses what is larger than the whole budget, and a new month begins with all of it.
    expect(await reserve(tooMuch, freshMonth(), { perMonth: 3 })).toBe('over-month');
    expect(await reserve(tooMuch, freshMonth(), { perMonth: 4 })).toBe('reserved');
  });

  it('refuses what does not fit without the price of a transaction', async () => {
    const at = freshMonth();
    await reserve(await newJob(4), at, { perMonth: 5 });
    const waiting = await newJob(2);
    const send = vi.spyOn(server.table.documents, 'send');
    try {
      expect(await reserve(waiting, at, { perMonth: 5 })).toBe('over-month');
      const sent = send.mock.calls.map(([command]) => command.constructor.name);
      expect(sent).toEqual(['GetCommand']);
    } finally {
      send.mockRestore();
    }
  });

  it('refuses a job over its ceiling, and lets an approved one pass every limit', async () => {
    const at = freshMonth();
    const whole = await newJob(4, 4);
    expect(await reserve(whole, at, { perJob: 7 })).toBe('over-job');
    expect(await reserve(await newJob(undefined), at, { perJob: 1, perMonth: 1 })).toBe('reserved');
    await server.jobs.change(whole.job.jobId, { at, set: { credits: { reserved: 0, approved: true } } });
    expect(await reserve(await again(whole), at, { perJob: 7, perMonth: 1 })).toBe('reserved');
    expect((await again(whole)).job.credits).toMatchObject({ approved: true, quoted: 8, reserved: 8 });
  });

  it('refuses a job that was cancelled or ended meanwhile', async () => {
    const at = freshMonth();
    const cancelled = await newJob(1);
    await server.jobs.change(cancelled.job.jobId, { at, set: { cancelledAt: at.toISOString() } });
    await expect(reserve(cancelled, at)).rejects.toMatchObject({ name: 'JobEnded' });
    const failed = await newJob(1);
    await server.jobs.change(failed.job.jobId, { at, set: { state: 'failed' } });
    await expect(reserve(failed, at)).rejects.toMatchObject({ name: 'JobEnded' });
    expect(await readBudget(server.table, monthName(at))).toEqual({ reserved: 0, charged: 0 });
  });
});

describe('settling', () => {
  it('turns the reservation into the charge, once, and records the drift', async () => {
    const at = freshMonth();
    const whole = await newJob(3, 2);
    await reserve(whole, at);
    const step = await stepOf(whole, 0);
    expect(await settleCredits(server.table, step, 4, at)).toBe(true);
    expect(await settleCredits(server.table, step, 5, at)).toBe(false);
    expect(await settleCredits(server.table, await stepOf(whole, 0), 4, at)).toBe(false);
    expect(await readBudget(server.table, monthName(at))).toEqual({ reserved: 2, charged: 4 });
    const { job, steps } = await again(whole);
    expect(job.credits).toMatchObject({ quoted: 5, reserved: 2, charged: 4 });
    expect(steps[0]?.credits).toMatchObject({
      quoted: 3,
      reserved: 0,
      charged: 4,
      settledAt: at.toISOString(),
    });
    expect(steps[0]?.events.at(-1)).toMatchObject({
      what: 'settled',
      detail: '4 credits, 1 more than quoted',
    });
  });

  it('gives back what was not used, and what the service gave back', async () => {
    const at = freshMonth();
    const whole = await newJob(3, 2);
    await reserve(whole, at);
    expect(await releaseCredits(server.table, await stepOf(whole, 0), at)).toBe(true);
    const failure = {
      error: 'JobCancelled',
      reason: 'It was cancelled.',
      charged: 'no' as const,
      at: at.toISOString(),
      phase: 'waiting',
    };
    const refunded = await server.jobs.changeStep(await stepOf(whole, 1), {
      at,
      set: {
        state: 'failed',
        separationHash: SEPARATION_HASH,
        failure,
        work: 'settle',
        dueAt: at.toISOString(),
      },
    });
    if (refunded === undefined) throw new Error('not written');
    expect(await releaseCredits(server.table, refunded, at)).toBe(true);
    expect(await readBudget(server.table, monthName(at))).toEqual({ reserved: 0, charged: 0 });
    const { steps } = await again(whole);
    expect(steps[0]?.credits).not.toHaveProperty('refunded');
    expect(steps[1]).toMatchObject({ credits: { reserved: 0, charged: 0, refunded: 2 } });
    expect(steps[1]?.work).toBeUndefined();
    expect(await releaseCredits(server.table, sampleStep(sampleJob()), at)).toBe(false);
  });

  it('books the charge of a second attempt beside that of the first', async () => {
    const at = freshMonth();
    const whole = await newJob(3);
    await reserve(whole, at);
    await settleCredits(server.table, await stepOf(whole, 0), 3, at);
    await server.jobs.changeStep(
      { ...whole.job, step: stepName.parse('step-0') },
      { at, set: { attempt: 2 } },
    );
    expect(await reserve(await again(whole), at, { perJob: 5 })).toBe('over-job');
    expect(await reserve(await again(whole), at, { perJob: 6 })).toBe('reserved');
    expect(await readBudget(server.table, monthName(at))).toEqual({ reserved: 3, charged: 3 });
    await settleCredits(server.table, await stepOf(whole, 0), 3, at);
    expect((await stepOf(whole, 0)).credits).toMatchObject({ reserved: 0, charged: 6 });
    expect(await readBudget(server.table, monthName(at))).toEqual({ reserved: 0, charged: 6 });
  });
});

const action = fc.record({
  kind: fc.constantFrom('reserve', 'release', 'settle' as const),
  job: fc.nat({ max: 3 }),
  step: fc.nat({ max: 1 }),
  charged: fc.nat({ max: 6 }),
});

describe('the books under concurrency', () => {
  it('always say what the steps say, and set nothing aside over the limit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(action, { minLength: 1, maxLength: 5 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 12 }),
        async (rounds, perMonth) => {
          const at = freshMonth();
          const wholes = await Promise.all([newJob(3, 2), newJob(4, 1), newJob(1), newJob(undefined, 5)]);
          for (const round of rounds) {
            const before = await readBudget(server.table, monthName(at));
            await Promise.all(
              round.map(async ({ kind, job, step: index, charged }) => {
                const whole = wholes[job];
                if (whole === undefined) return;
                if (kind === 'reserve') await reserve(await again(whole), at, { perMonth });
                const step = (await again(whole)).steps[index];
                if (step === undefined) return;
                if (kind === 'release') await releaseCredits(server.table, step, at);
                if (kind === 'settle' && step.credits.month !== undefined) {
                  await settleCredits(server.table, step, charged, at);
                }
              }),
            );
            const all = await Promise.all(wholes.map(again));
            const sum = (of: (step: Step) => number | undefined) =>
              all.flatMap(({ steps }) => steps).reduce((total, step) => total + (of(step) ?? 0), 0);
            const books = await readBudget(server.table, monthName(at));
            expect(books).toEqual({
              reserved: sum(({ credits }) => credits.reserved),
              charged: sum(({ credits }) => credits.charged),
            });
            for (const { job, steps } of all) {
              expect(job.credits?.reserved ?? 0).toBe(
                steps.reduce((total, { credits }) => total + credits.reserved, 0),
              );
            }
            const grew = books.reserved > before.reserved;
            // A charge above its quote may pass the limit; what is set aside may not.
            const drift = round.reduce((most, { charged }) => most + charged, 0);
            if (grew) expect(books.reserved + books.charged).toBeLessThanOrEqual(perMonth + drift);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('lets exactly as many of many jobs pass as fit', async () => {
    const at = freshMonth();
    const wholes = await Promise.all(Array.from({ length: 12 }, () => newJob(2, 1)));
    const outcomes = await Promise.all(wholes.map((whole) => reserve(whole, at, { perMonth: 20 })));
    expect(outcomes.filter((outcome) => outcome === 'reserved')).toHaveLength(6);
    expect(await readBudget(server.table, monthName(at))).toEqual({ reserved: 18, charged: 0 });
  });
});
