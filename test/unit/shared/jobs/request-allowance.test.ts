import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RequestBudgetSpent } from '../../../../shared/errors/request-budget-spent.ts';
import { callSpacing } from '../../../../shared/jobs/call-spacing.ts';
import { jobKeys } from '../../../../shared/jobs/job-keys.ts';
import { createRequestAllowance } from '../../../../shared/jobs/request-allowance.ts';
import { createFakeTime, type FakeTime } from './fake-time.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { START } from './sample-job.ts';

const MINUTE_MS = 60_000;
const NEVER = async () => {
  throw new Error('nobody should wait here');
};

let server: JobTableServer;
beforeAll(async () => {
  server = await startJobTableServer();
});
afterAll(() => server.stop());

async function forget(): Promise<void> {
  const { documents, tableName } = server.table;
  await documents.send(new DeleteCommand({ TableName: tableName, Key: jobKeys.allowance }));
}
beforeEach(forget);

/** The most calls in any window of this length. */
function mostIn(times: readonly number[], windowMs: number): number {
  const sorted = times.toSorted((left, right) => left - right);
  let [most, first] = [0, 0];
  for (const [last, time] of sorted.entries()) {
    while ((sorted[first] ?? time) <= time - windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function caller(time: FakeTime, requestsPerMinute: number, patienceMs: number, skewMs = 0) {
  const now = () => time.now(skewMs);
  return createRequestAllowance({
    table: server.table,
    requestsPerMinute,
    patienceMs,
    now,
    sleep: time.sleep,
  });
}

/** Calls once; answers when it was sent, or when it is to be tried again. */
async function call(allowance: ReturnType<typeof caller>, time: FakeTime) {
  try {
    await allowance.beforeCall('separation.get');
    return { sentAt: time.now().getTime() };
  } catch (error) {
    if (!(error instanceof RequestBudgetSpent)) throw error;
    return { retryAt: error.retryAt.getTime() };
  }
}

const arrivals = fc.array(
  fc.record({
    atMs: fc.integer({ min: 0, max: 3 * MINUTE_MS }),
    patienceMs: fc.constantFrom(0, 2_000, 20_000, 120_000),
    skewMs: fc.integer({ min: -500, max: 500 }),
  }),
  { minLength: 1, maxLength: 60 },
);

describe('the allowance of requests', () => {
  it('lets no minute hold more than the budget, whoever calls when, with clocks that differ by a second', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, fc.constantFrom(6, 10, 25, 60), async (callers, budget) => {
        await forget();
        const time = createFakeTime(START);
        const sent: number[] = [];
        await time.play(
          callers.map(({ atMs, patienceMs, skewMs }) => ({
            atMs,
            async act() {
              const { sentAt, retryAt } = await call(caller(time, budget, patienceMs, skewMs), time);
              if (sentAt !== undefined) {
                sent.push(sentAt);
                expect(sentAt).toBeLessThanOrEqual(START.getTime() + atMs + patienceMs + 1);
              }
              // Nobody is turned away who would have had a place in time.
              if (retryAt !== undefined) {
                expect(retryAt).toBeGreaterThan(START.getTime() + atMs + skewMs + patienceMs);
              }
            },
          })),
        );
        expect(mostIn(sent, MINUTE_MS)).toBeLessThanOrEqual(budget);
      }),
      { numRuns: 60 },
    );
  });

  it('starves nobody: all who wait get their place, in the order in which they came', async () => {
    const time = createFakeTime(START);
    const order: number[] = [];
    const waiting = Array.from({ length: 40 }, (_, index) => ({
      atMs: index,
      async act() {
        await caller(time, 20, 10 * MINUTE_MS).beforeCall('separation.get');
        order.push(index);
      },
    }));
    await time.play(waiting);
    expect(order).toEqual(waiting.map((_, index) => index));
    // 40 at 20 a minute, of which two go at once.
    expect(time.now().getTime() - START.getTime()).toBeLessThan(2.5 * MINUTE_MS);
  });

  it('lets a tenth of the budget go at once after a rest, and tells the next one when to come', async () => {
    const time = createFakeTime(START);
    const allowance = createRequestAllowance({
      table: server.table,
      requestsPerMinute: 60,
      patienceMs: 0,
      now: () => time.now(),
      sleep: NEVER,
    });
    for (let index = 0; index < 6; index++) {
      expect(await allowance.available()).toBe(true);
      await allowance.beforeCall('separation.get');
    }
    expect(await allowance.available()).toBe(false);
    const spacingMs = callSpacing(60).spacing / 1000;
    await expect(allowance.beforeCall('separation.get')).rejects.toThrow(RequestBudgetSpent);
    await expect(allowance.beforeCall('separation.get')).rejects.toMatchObject({
      charged: 'no',
      retryAt: new Date(START.getTime() + Math.ceil(spacingMs)),
    });
  });

  it('uses nine tenths of a budget or more when there is always somebody who calls', async () => {
    const time = createFakeTime(START);
    const sent: number[] = [];
    const lane = {
      atMs: 0,
      async act() {
        const allowance = caller(time, 30, MINUTE_MS);
        while (time.now().getTime() < START.getTime() + 5 * MINUTE_MS) {
          await allowance.beforeCall('separation.get');
          sent.push(time.now().getTime());
        }
      },
    };
    await time.play([lane, lane, lane]);
    expect(sent.length).toBeGreaterThanOrEqual(5 * 30 * 0.85);
    expect(mostIn(sent, MINUTE_MS)).toBeLessThanOrEqual(30);
  });

  it('throws at nobody when many meet at the item at once', async () => {
    const time = createFakeTime(START);
    const many = Array.from({ length: 60 }, () => caller(time, 100_000, 1_000));
    const results = await Promise.allSettled(many.map((allowance) => allowance.beforeCall('x')));
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  it('costs one write a call when nobody waits, and no more when somebody does', async () => {
    let writes = 0;
    const { documents, tableName } = server.table;
    const counting = server.connect();
    counting.middlewareStack.add(
      (next) => (args) => {
        writes += 1;
        return next(args);
      },
      { step: 'initialize', name: 'count' },
    );
    expect(documents).not.toBe(counting);
    const time = createFakeTime(START);
    const allowance = createRequestAllowance({
      table: { documents: counting, tableName },
      requestsPerMinute: 100_000,
      patienceMs: 1_000,
      now: () => time.now(),
      sleep: NEVER,
    });
    for (let index = 0; index < 50; index++) await allowance.beforeCall('separation.get');
    expect(writes).toBe(50);
  });
});

describe('a pause that the service asks for', () => {
  it('holds for everybody, also for those who wait already, and ends without a stampede', async () => {
    await fc.assert(
      fc.asyncProperty(
        arrivals,
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 0, max: MINUTE_MS }),
        async (callers, pauseSeconds, pauseAtMs) => {
          await forget();
          const time = createFakeTime(START);
          const sent: number[] = [];
          await time.play([
            {
              atMs: pauseAtMs + 0.5,
              act: () => caller(time, 30, 0).tooMany(pauseSeconds),
            },
            ...callers.map(({ atMs, patienceMs }) => ({
              atMs,
              async act() {
                const { sentAt } = await call(caller(time, 30, patienceMs), time);
                if (sentAt !== undefined) sent.push(sentAt);
              },
            })),
          ]);
          const from = START.getTime() + pauseAtMs + 1;
          const until = START.getTime() + pauseAtMs + pauseSeconds * 1000;
          expect(sent.filter((at) => at > from && at < until)).toEqual([]);
          // However many wait: one at once, and one more for each distance between calls that has passed.
          const spacingMs = callSpacing(30).spacing / 1000;
          const after = sent.filter((at) => at >= until).sort((left, right) => left - right);
          for (const [index, at] of after.entries()) {
            expect(at).toBeGreaterThanOrEqual(until + index * spacingMs - 2);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    ['a minute when the service does not say how long', undefined, 60],
    ['as long as the service says', 17, 17],
    ['a second when the service says none', 0, 1],
    ['an hour at most', 86_400, 3_600],
  ])('takes %s', async (_, retryAfter, seconds) => {
    const time = createFakeTime(START);
    const allowance = caller(time, 60, 0);
    await allowance.tooMany(retryAfter);
    expect(await allowance.available()).toBe(false);
    await expect(allowance.beforeCall('separation.get')).rejects.toMatchObject({
      retryAt: new Date(START.getTime() + seconds * 1000),
    });
  });

  it('is not made shorter by a later, shorter one', async () => {
    const time = createFakeTime(START);
    const allowance = caller(time, 60, 0);
    await allowance.tooMany(100);
    await allowance.tooMany(5);
    await expect(allowance.beforeCall('separation.get')).rejects.toMatchObject({
      retryAt: new Date(START.getTime() + 100_000),
    });
  });
});

describe('the spacing of calls', () => {
  it('keeps any budget in every window of 62 seconds, and wastes little of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100_000 }), (budget) => {
        const { spacing, tolerance } = callSpacing(budget);
        const burst = Math.round(tolerance / spacing) + 1;
        expect(burst + Math.floor(62_000_000 / spacing)).toBeLessThanOrEqual(budget);
        expect(60_000_000 / spacing + burst).toBeGreaterThanOrEqual(budget * 0.9 - 1);
      }),
    );
  });
});
