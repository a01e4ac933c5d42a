import { describe, expect, it } from 'vitest';
import { settleDueCharges } from '../../../../functions/pipeline/settle-charges/settle-due-charges.ts';
import { reserveCredits } from '../../../../shared/jobs/budget.ts';
import { isEntryOf } from '../../../../shared/jobs/charge-in-history.ts';
import type { Failure } from '../../../../shared/jobs/failure.ts';
import { readBudget } from '../../../../shared/jobs/read-budget.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { EXAMPLE_HISTORY_ITEM } from '../../../../shared/mvsep/contract/example-history-item.ts';
import { separationHash } from '../../../../shared/mvsep/contract/separation-hash.ts';
import { html, json } from '../mvsep/scripted-server.ts';
import { DRUMS, START, sampleStep, wholeJob } from './sample-job.ts';
import { useActingDeps } from './use-acting-deps.ts';

const world = useActingDeps();
const TIME = START.toISOString();
let months = 0;

const failure = (charged: Failure['charged'], reason = 'It failed.'): Failure => ({
  error: 'SeparationFailed',
  reason,
  charged,
  at: TIME,
  phase: 'waiting',
});

/** An ended step that holds two credits of a month of its own, and is to be settled. */
async function owing(more: Partial<Step>): Promise<{ step: Step; month: string }> {
  months += 1;
  const at = new Date(Date.UTC(2050, months, 1));
  const whole = await world.put(wholeJob((job) => sampleStep(job)));
  await reserveCredits(world.table, whole, { quotes: new Map([[DRUMS, 2]]), limits: {}, at });
  const step = await world.jobs.changeStep(
    { jobId: whole.job.jobId, step: DRUMS },
    { at: START, set: { state: 'done', creatingAt: TIME, work: 'settle', dueAt: TIME, ...more } },
  );
  if (step === undefined) throw new Error('not written');
  return { step, month: at.toISOString().slice(0, 7) };
}

const hashOf = (name: string) => separationHash.parse(`20260812120000-0123456789-${name}.wav`);
const entry = (hash: string, credits: number | null, createdAt = '2026-08-12 12:00:00') => ({
  ...EXAMPLE_HISTORY_ITEM,
  hash,
  credits,
  created_at: createdAt,
});
const history = (...entries: unknown[]) => json({ success: true, data: entries });

async function settle(hasTime = () => true): Promise<void> {
  await settleDueCharges({ ...world.deps(), longestRunSeconds: 60, hasTime });
}

describe('settling charges', () => {
  it('books what the history says, a page for many steps, and nothing twice', async () => {
    const exact = await owing({ separationHash: hashOf('exact') });
    const dearer = await owing({ separationHash: hashOf('dearer') });
    const mirrored = await owing({ separationHash: hashOf('mirrored') });
    await world.jobs.changeStep(mirrored.step, {
      at: START,
      set: { credits: { ...mirrored.step.credits, mirror: 1 } },
    });
    world.service.answer(
      history(
        entry(hashOf('other'), 9),
        entry(hashOf('exact'), 2),
        entry(hashOf('dearer'), 3),
        entry(hashOf('mirrored'), 2),
      ),
    );
    await settle();
    await settle();
    expect(world.service.seen).toHaveLength(1);
    expect(await readBudget(world.table, exact.month)).toEqual({ reserved: 0, charged: 2 });
    expect(await readBudget(world.table, dearer.month)).toEqual({ reserved: 0, charged: 3 });
    expect(await readBudget(world.table, mirrored.month)).toEqual({ reserved: 0, charged: 3 });
    const { events, work } = await world.jobs.getStep(dearer.step);
    expect(events.at(-1)).toMatchObject({ what: 'settled', detail: '3 credits, 1 more than quoted' });
    expect(work).toBeUndefined();
  });

  it('finds a separation of which no hash is known by the name of its upload', async () => {
    const { step, month } = await owing({ state: 'failed', failure: failure('maybe') });
    world.service.answer(history(entry(hashOf(`${step.jobId}s0n1`), 2)));
    await settle();
    expect(await readBudget(world.table, month)).toEqual({ reserved: 0, charged: 2 });
    expect((await world.jobs.getStep(step)).failure).toMatchObject({ charged: 'yes' });
  });

  it('records what was given back, and says so in the failure', async () => {
    const { step } = await owing({ state: 'failed', separationHash: hashOf('refunded') });
    const maybe = `It failed. It may have been charged: the history of the account tells, and is read by itself. To go on from there without paying twice: npm run jobs -- retry ${step.jobId}`;
    await world.jobs.changeStep(step, { at: START, set: { failure: failure('maybe', maybe) } });
    world.service.answer(history(entry(hashOf('refunded'), 0)));
    await settle();
    expect(await world.jobs.getStep(step)).toMatchObject({
      credits: { reserved: 0, charged: 0, refunded: 2 },
      failure: {
        charged: 'no',
        reason: `It failed. Nothing was charged. To try again: npm run jobs -- retry ${step.jobId}`,
      },
    });
  });

  it('asks nobody about what surely cost nothing', async () => {
    const free = [
      await owing({ state: 'failed', failure: failure('no') }),
      await owing({ cachedFrom: { jobId: (await owing({ work: undefined })).step.jobId, step: DRUMS } }),
    ];
    await settle();
    expect(world.service.seen).toHaveLength(0);
    for (const { month } of free)
      expect(await readBudget(world.table, month)).toEqual({ reserved: 0, charged: 0 });
  });

  it('books as quoted what the service has forgotten', async () => {
    const { step, month } = await owing({ separationHash: hashOf('gone') });
    world.service.answer(history(entry(hashOf('gone'), null)));
    await settle();
    expect(await readBudget(world.table, month)).toEqual({ reserved: 0, charged: 2 });
    expect((await world.jobs.getStep(step)).events.at(-1)?.detail).toMatch(
      /as quoted: the service has forgotten it/,
    );
  });

  it('looks again for three days for what is not there, and then books what surely existed', async () => {
    const known = await owing({ separationHash: hashOf('late') });
    const unknown = await owing({ state: 'failed', failure: failure('maybe') });
    world.service.answer(history());
    await settle();
    expect((await world.jobs.getStep(known.step)).dueAt).toBe('2026-08-12T12:10:00.000Z');
    world.wait(5 * 60);
    await settle();
    expect(world.service.seen).toHaveLength(1);
    world.wait(73 * 3600);
    await settle();
    expect(await readBudget(world.table, known.month)).toEqual({ reserved: 0, charged: 2 });
    expect(await readBudget(world.table, unknown.month)).toEqual({ reserved: 0, charged: 0 });
    expect((await world.jobs.getStep(unknown.step)).events.at(-1)?.detail).toMatch(
      /never seen in the history/,
    );
  });

  it('walks no further back than it must, and leaves all as it is when the service is down', async () => {
    const { step } = await owing({ separationHash: hashOf('kept') });
    world.service.answer(html(503));
    await settle();
    expect(await world.jobs.getStep(step)).toEqual(step);
    const page = Array.from({ length: 20 }, (_, index) => entry(hashOf(`x${index}`), 1));
    world.service.answer(history(...page));
    world.service.seen.length = 0;
    const old = page.map((one) => ({ ...one, created_at: '2026-08-12 10:59:59' }));
    world.service.answer(history(...old));
    await settle();
    expect(world.service.seen).toHaveLength(1);
  });
});

describe('a history that is longer than a run can read', () => {
  it('is not walked through for ever: what is not reached is put off, and some day booked as quoted', async () => {
    const { step, month } = await owing({ separationHash: hashOf('deep') });
    const page = Array.from({ length: 20 }, (_, index) => entry(hashOf(`y${index}`), 1));
    world.service.answer(history(...page));
    await settle(() => false);
    expect((await world.jobs.getStep(step)).dueAt).toBe('2026-08-12T12:10:00.000Z');
    world.wait(73 * 3600);
    await settle(() => false);
    expect((await world.jobs.getStep(step)).work).toBeUndefined();
    expect(await readBudget(world.table, month)).toEqual({ reserved: 0, charged: 2 });
  });
});

describe('credits that cannot be meant', () => {
  it.each([-5, 1.5, 1e300])('%s spoil no book: the quote is booked', async (credits) => {
    const { step, month } = await owing({ separationHash: hashOf('odd') });
    world.service.answer(history(entry(hashOf('odd'), credits)));
    await settle();
    expect(await world.jobs.getStep(step)).toMatchObject({ credits: { reserved: 0, charged: 2 } });
    expect(await readBudget(world.table, month)).toEqual({ reserved: 0, charged: 2 });
  });
});

describe('an entry of the history', () => {
  it.each([
    ['20260812120000-0123456789-abcs1n2.wav', true],
    ['20260812120000-0123456789-abcs1n2', true],
    ['20260812120000-0123456789-abcs1n2-wav', true],
    ['20260812120000-0123456789-abcs1n21.wav', false],
    ['20260812120000-0123456789-xabcs1n2.wav', false],
    ['20260812120000-0123456789-abcs1n1.wav', false],
  ])('%s is the attempt of a step: %s', (hash, expected) => {
    const job = wholeJob((one) => sampleStep(one)).job;
    const step = { ...sampleStep(job), index: 1, attempt: 2 };
    const mine = hash.replace('abc', job.jobId);
    expect(isEntryOf({ hash: mine }, step)).toBe(expected);
    expect(isEntryOf({ hash: mine }, { ...step, separationHash: hashOf('another') })).toBe(false);
  });
});
