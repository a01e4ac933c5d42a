import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../shared/engine/http/call-request.ts';
import { PLANS, type Plan } from '../../../shared/engine/plan.ts';
import { booksOf } from './books.ts';
import { type EngineTables, startEngineTables } from './engine-tables.ts';
import { DONE, NOW, nobody, songOf, type TestEngine, testEngine } from './test-engine.ts';

let tables: EngineTables;
beforeAll(async () => {
  tables = await startEngineTables();
});
afterAll(() => tables.stop());

const song = songOf(61);
const AT_ONCE = 3;
/** What 61 seconds of type 44 cost. */
const CREDITS = 1;
const PREMIUM_JOBS = 160;
const OTHER_JOBS = 20;

/** Two hundred separations of three callers, each created, started and ended in their own time. */
async function twoHundred(one: TestEngine, callers: Readonly<Record<Plan, Caller>>) {
  const failed = new Set<string>();
  const cancelled = new Set<string>();
  const created = new Map<string, Plan>();
  const create = async (plan: Plan) => {
    const hash = await one.create(callers[plan], {}, { audiofile: song });
    created.set(hash, plan);
    return hash;
  };
  const premium = async () => {
    for (let batch = 0; batch < PREMIUM_JOBS / 8; batch++) {
      const hashes = await Promise.all(Array.from({ length: 8 }, () => create('premium')));
      const [, second = ''] = hashes;
      // Some are taken back, if they have not started yet.
      const outcome = await one.cancel(callers.premium, second).catch(() => undefined);
      if (outcome !== undefined) cancelled.add(second);
    }
  };
  // Without premium, the next may come when the last has ended: refused until then.
  const others = async (plan: Plan) => {
    for (let made = 0; made < OTHER_JOBS; ) {
      const hash = await create(plan).catch((error: unknown) => {
        expect(error).toMatchObject({ status: 400, message: expect.stringContaining('unprocessed') });
      });
      if (hash !== undefined) made += 1;
      await new Promise(setImmediate);
    }
  };
  let creating = true;
  const worker = async () => {
    let ended = 0;
    for (;;) {
      const running = await one.running();
      if (running.length === 0 && !creating) return;
      const hash = running[ended % Math.max(1, running.length)];
      if (hash === undefined) continue;
      const isFailure = ended % 7 === 3;
      if (isFailure) failed.add(hash);
      expect(await one.end(hash, isFailure ? { status: 'failed', message: 'It broke.' } : DONE)).toBe(true);
      ended += 1;
    }
  };
  const creators = Promise.all([premium(), others('registered'), others('unregistered')]).finally(() => {
    creating = false;
  });
  return { created, failed, cancelled, finished: Promise.all([creators, worker()]) };
}

describe('a premium, a registered and an anonymous caller at once', () => {
  it('have true places at every poll, are served in order, and are charged exactly', async () => {
    let tick = 0;
    // Time goes on by a millisecond a look, so that the order of creation is plain.
    const now = () => new Date(NOW.getTime() + ++tick);
    const one = testEngine(await tables.empty(), { separationsAtOnce: AT_ONCE, now });
    const callers = {
      premium: await one.account('ann', { balance: 1_000, premiumEnabled: true }),
      registered: await one.account('bob'),
      unregistered: nobody,
    };
    const { created, failed, cancelled, finished } = await twoHundred(one, callers);
    let isOver = false;
    const over = finished.finally(() => {
      isOver = true;
    });
    let exact = 0;
    while (!isOver) exact += await pollOnce(one, callers, [...created]);
    await over;
    expect(exact).toBeGreaterThan(20);
    expect(created.size).toBe(PREMIUM_JOBS + 2 * OTHER_JOBS);

    const { balance, entries } = await booksOf(one, 'ann');
    const premium = [...created].filter(([, plan]) => plan === 'premium').map(([hash]) => hash);
    const kept = premium.filter((hash) => !failed.has(hash) && !cancelled.has(hash));
    expect(balance).toBe(1_000 - kept.length * CREDITS);
    expect(entries.filter(({ reason }) => reason === 'charge')).toHaveLength(premium.length);
    expect(entries.filter(({ reason }) => reason === 'refund')).toHaveLength(premium.length - kept.length);

    for (const [hash] of created) {
      const { status } = await one.get(hash);
      expect(status).toBe(cancelled.has(hash) ? 'not_found' : failed.has(hash) ? 'failed' : 'done');
    }
    expect(await one.items('queue')).toEqual([]);
    const left = (await one.items('accounts')).filter(({ sk }) => /^(CURRENT|UNPROCESSED)/.test(String(sk)));
    expect(left).toEqual([]);
  }, 60_000);

  it('wait for each other in the order of their plans, and of their coming within one', async () => {
    let tick = 0;
    const now = () => new Date(NOW.getTime() + ++tick);
    const one = testEngine(await tables.empty(), { separationsAtOnce: 1, now });
    const premium = await one.account('ann', { balance: 1_000, premiumEnabled: true });
    const first = await one.create(premium, {}, { audiofile: song });
    const wanted: string[] = [];
    const people = await Promise.all([1, 2, 3, 4, 5].map((index) => one.account(`bob-${index}`)));
    const strangers: Caller[] = [1, 2, 3].map((index) => ({
      kind: 'anonymous',
      address: `192.0.2.${index}`,
    }));
    for (const caller of [...strangers, ...people])
      wanted.push(await one.create(caller, {}, { audiofile: song }));
    for (let index = 0; index < 4; index++) wanted.push(await one.create(premium, {}, { audiofile: song }));
    const served: string[] = [];
    await one.end(first, DONE);
    for (let [hash] = await one.running(); hash !== undefined; [hash] = await one.running()) {
      served.push(hash);
      await one.end(hash, DONE);
    }
    expect(served).toEqual([...wanted.slice(8), ...wanted.slice(3, 8), ...wanted.slice(0, 3)]);
  });
});

/**
 * One look at the counters and at the places of those that came last. What cannot be at any moment fails the
 * test; and where nothing moved while the answer was made, it must be exactly what the tables say.
 */
async function pollOnce(
  one: TestEngine,
  callers: Readonly<Record<Plan, Caller>>,
  created: readonly (readonly [string, Plan])[],
): Promise<number> {
  let exact = 0;
  for (const plan of PLANS) {
    const { answer, lines } = await whileNothingMoves(one, () => one.queue(callers[plan]));
    const { queue, plan: own, current } = answer;
    expect(queue.in_process).toBeLessThanOrEqual(AT_ONCE);
    expect(own).toEqual({ plan, queue: queue[plan] });
    expect(current).toEqual(own);
    if (plan !== 'premium') expect(queue[plan]).toBeLessThanOrEqual(1);
    if (lines === undefined) continue;
    exact += 1;
    expect(queue.in_process).toBe(lines.get('SLOTS')?.length ?? 0);
    for (const each of PLANS) expect(queue[each]).toBe(lines.get(`LINE#${each}`)?.length ?? 0);
  }
  for (const [hash, plan] of created.slice(-9)) {
    const { answer, lines } = await whileNothingMoves(one, () => one.get(hash));
    if (answer.status !== 'waiting' || !('queue_count' in answer.data)) continue;
    const [count, order] = [Number(answer.data.queue_count), Number(answer.data.current_order)];
    expect(order).toBeGreaterThanOrEqual(1);
    expect(order).toBeLessThanOrEqual(count);
    if (lines === undefined) continue;
    exact += 1;
    const line = lines.get(`LINE#${plan}`) ?? [];
    expect([count, order]).toEqual([line.length, line.findIndex((sk) => sk.endsWith(hash)) + 1]);
  }
  return exact;
}

/** An answer, with the sorted queue as it was before and after; undefined when it moved in between. */
async function whileNothingMoves<Answer>(one: TestEngine, ask: () => Promise<Answer>) {
  const before = await snapshot(one);
  const answer = await ask();
  const after = await snapshot(one);
  return { answer, lines: JSON.stringify([...before]) === JSON.stringify([...after]) ? before : undefined };
}

async function snapshot(one: TestEngine): Promise<Map<string, string[]>> {
  const lines = new Map<string, string[]>();
  for (const { pk, sk } of await one.items('queue')) {
    lines.set(String(pk), [...(lines.get(String(pk)) ?? []), String(sk)].sort());
  }
  return lines;
}
