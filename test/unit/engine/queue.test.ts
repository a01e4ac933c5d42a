import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tendQueue } from '../../../functions/engine/tend-queue/tend-queue.ts';
import { queueKeys } from '../../../shared/engine/queue/queue-keys.ts';
import { startWaiting } from '../../../shared/engine/queue/start-waiting.ts';
import { booksOf } from './books.ts';
import { type EngineTables, startEngineTables } from './engine-tables.ts';
import { DONE, NOW, nobody, songOf, type TestEngineOptions, testEngine } from './test-engine.ts';

let tables: EngineTables;
beforeAll(async () => {
  tables = await startEngineTables();
});
afterAll(() => tables.stop());

const audiofile = songOf(60);

async function engine(options: TestEngineOptions = {}) {
  let tick = 0;
  const now = () => new Date(NOW.getTime() + ++tick);
  const one = testEngine(await tables.empty(), { now, ...options });
  const ann = await one.account('ann', { balance: 100, premiumEnabled: true });
  const create = () => one.create(ann, {}, { audiofile });
  return { one, ann, create };
}

describe('a place in the queue', () => {
  it('is told from the first on, and moves up as others leave', async () => {
    const { one, create } = await engine({ separationsAtOnce: 1 });
    const [running = '', ...waiting] = [await create(), await create(), await create(), await create()];
    const orders = async () => {
      const answers = await Promise.all(waiting.map((hash) => one.get(hash)));
      return answers.map(({ status, data }) => [status, 'current_order' in data && data.current_order]);
    };
    expect(await orders()).toEqual([
      ['waiting', 1],
      ['waiting', 2],
      ['waiting', 3],
    ]);
    expect((await one.get(waiting[2] ?? '')).data).toMatchObject({ queue_count: 3 });
    await one.end(running, DONE);
    expect(await orders()).toEqual([
      ['processing', false],
      ['waiting', 1],
      ['waiting', 2],
    ]);
  });

  it('is answered by the next status when it is left between two looks', async () => {
    const { one, create } = await engine({ separationsAtOnce: 1 });
    const [running, waiting] = [await create(), await create()];
    let looks = 0;
    const moving = tables.through(one.deps.store, async (command, send) => {
      if (command === 'QueryCommand' && ++looks === 1) await one.end(running, DONE);
      return send();
    });
    const answer = await testEngine(moving, { now: one.deps.now }).get(waiting);
    expect(answer).toMatchObject({ success: true, status: 'processing' });
  });

  it('of a link that is fetched is the one that it would get now', async () => {
    const { one, ann, create } = await engine({ separationsAtOnce: 1 });
    await create();
    await create();
    const link = await one.create(ann, { url: 'https://songs.example/a.mp3' });
    await create();
    expect(await one.getRemote(link)).toMatchObject({
      status: 'waiting',
      data: { queue_count: 3, current_order: 2 },
    });
  });
});

describe('the slots', () => {
  it('are never more than there are, however many start at once, and none stays free beside one that waits', async () => {
    const { one, create } = await engine({ separationsAtOnce: 3 });
    await Promise.all(Array.from({ length: 12 }, create));
    expect(await one.running()).toHaveLength(3);
    await Promise.all(Array.from({ length: 5 }, () => startWaiting(one.deps)));
    expect(await one.running()).toHaveLength(3);
    const [first = '', second = ''] = await one.running();
    await Promise.all([one.end(first, DONE), one.end(second, DONE)]);
    expect(await one.running()).toHaveLength(3);
    expect(one.executions.size).toBe(5);
  });

  it('are left to others by who has no more time', async () => {
    const { one, create } = await engine({ separationsAtOnce: 1 });
    await create();
    await Promise.all([create(), create(), create()]);
    let seconds = 0;
    const now = () => new Date(NOW.getTime() + 1_000 * ++seconds);
    const more = { ...one.deps, separationsAtOnce: 4, now };
    await startWaiting(more, 2_500);
    expect(await one.running()).toHaveLength(2);
    await startWaiting(more);
    expect(await one.running()).toHaveLength(4);
  });

  it('are given up when there are fewer, and the others go on', async () => {
    const { one, create } = await engine({ separationsAtOnce: 3 });
    await Promise.all(Array.from({ length: 5 }, create));
    const fewer = testEngine(one.deps.store, { separationsAtOnce: 1 });
    const running = await one.running();
    for (const hash of running) await fewer.end(hash, DONE);
    expect(await one.running()).toHaveLength(1);
  });
});

describe('tending the queue', () => {
  it('changes nothing where nothing is broken', async () => {
    const { one, ann, create } = await engine({ separationsAtOnce: 1 });
    await create();
    await create();
    await one.create(ann, { url: 'https://songs.example/a.mp3' });
    const before = [await one.items('queue'), await one.items('separations'), one.executions.size];
    await one.tend();
    expect([await one.items('queue'), await one.items('separations'), one.executions.size]).toEqual(before);
  });

  it('starts what was never started: a slot without an execution, a link that nobody fetches', async () => {
    const { one, ann, create } = await engine();
    one.broken.starts = 2;
    const hash = await create();
    const link = await one.create(ann, { url: 'https://songs.example/a.mp3' });
    expect(one.executions.size).toBe(0);
    await one.tend();
    expect([...one.executions.keys()].map((arn) => arn.split(':').at(-1))).toEqual([
      hash.replaceAll('.', '_'),
      link,
    ]);
  });

  it('ends what ended without a word, gives its credits back, and starts the next', async () => {
    const { one, ann, create } = await engine({ separationsAtOnce: 1 });
    const [lost, next] = [await create(), await create()];
    const link = await one.create(ann, { url: 'https://songs.example/a.mp3' });
    for (const arn of one.executions.keys()) one.executions.set(arn, false);
    await one.tend();
    expect(await one.get(lost)).toMatchObject({ status: 'failed', data: { message: expect.any(String) } });
    expect(await one.getRemote(link)).toMatchObject({ status: 'failed' });
    expect(await one.running()).toEqual([next]);
    expect((await booksOf(one, 'ann')).balance).toBe(99);
    expect(await one.history(ann)).toMatchObject([{ credits: 0 }, { credits: 1 }, { credits: 0 }]);
  });

  it('frees a slot that was left to something that has ended', async () => {
    const { one, create } = await engine({ separationsAtOnce: 1 });
    const hash = await create();
    await one.end(hash, DONE);
    const { documents, queue } = one.deps.store;
    await documents.send(new PutCommand({ TableName: queue, Item: { ...queueKeys.slot(0), hash } }));
    const waiting = await create();
    expect(await one.running()).toEqual([hash]);
    for (const arn of one.executions.keys()) one.executions.set(arn, false);
    await one.tend();
    expect(await one.running()).toEqual([waiting]);
    expect(await one.get(hash)).toMatchObject({ status: 'done' });
  });

  it('is not stopped by a place that leads nowhere', async () => {
    const { one, create } = await engine();
    const { documents, queue } = one.deps.store;
    const Item = queueKeys.place('premium', '2026-08-12T11:00:00.000Z', 'nowhere');
    await documents.send(new PutCommand({ TableName: queue, Item }));
    const hash = await create();
    expect(await one.running()).toEqual([hash]);
    expect(await one.items('queue')).toHaveLength(1);
  });

  it('ends what has waited for two days', async () => {
    let time = NOW.getTime();
    const { one, ann, create } = await engine({ separationsAtOnce: 1, now: () => new Date(time++) });
    await create();
    const waiting = await create();
    time += 49 * 3_600_000;
    await one.tend();
    expect(await one.get(waiting)).toMatchObject({
      status: 'failed',
      data: { message: expect.stringContaining('48 hours') },
    });
    expect((await booksOf(one, 'ann')).balance).toBe(99);
    expect((await one.queue(ann)).queue).toMatchObject({ in_process: 1, premium: 0 });
  });

  it('does not end what has left the queue while it was looked at', async () => {
    let time = NOW.getTime();
    const { one, create } = await engine({ separationsAtOnce: 1, now: () => new Date(time++) });
    const [running, late] = [await create(), await create()];
    time += 49 * 3_600_000;
    let looks = 0;
    const moving = tables.through(one.deps.store, async (command, send) => {
      const answer = await send();
      // The second look, after the one at the slots, finds it in its line.
      if (command === 'QueryCommand' && ++looks === 2) await one.end(running, DONE);
      return answer;
    });
    const { deps } = testEngine(moving, { separationsAtOnce: 1, now: one.deps.now });
    await tendQueue({ ...deps, stepFunctions: one.deps.stepFunctions });
    expect(await one.get(late)).toMatchObject({ status: 'processing' });
    expect(await one.running()).toEqual([late]);
  });

  it('asks after links also when it cannot look at what waits', async () => {
    const { one, ann, create } = await engine({ separationsAtOnce: 1 });
    one.broken.starts = 1;
    const link = await one.create(ann, { url: 'https://songs.example/a.mp3' });
    await create();
    let looks = 0;
    const failing = tables.through(one.deps.store, async (command, send) => {
      // The fifth look is that of startWaiting, after the slots and three lines.
      if (command === 'QueryCommand' && ++looks === 5) throw new Error('throttled');
      return send();
    });
    const broken = testEngine(failing, { separationsAtOnce: 1, now: one.deps.now });
    await expect(broken.tend()).rejects.toThrow('throttled');
    expect([...broken.executions.keys()].map((arn) => arn.split(':').at(-1))).toContain(link);
  });
});

describe('app/queue', () => {
  it('tells every caller the same counters, and each its own plan', async () => {
    const { one, ann, create } = await engine({ separationsAtOnce: 1 });
    await create();
    await create();
    await one.create(await one.account('bob'), {}, { audiofile });
    await one.create(nobody, {}, { audiofile });
    const queue = { in_process: 1, premium: 1, registered: 1, unregistered: 1 };
    expect(await one.queue(ann)).toEqual({
      queue,
      plan: { plan: 'premium', queue: 1 },
      current: { plan: 'premium', queue: 1 },
      free_separations: { left: 50, max: 50 },
    });
    expect(await one.queue(nobody)).toMatchObject({
      queue,
      plan: { plan: 'unregistered', queue: 1 },
      free_separations: { left: 49, max: 50 },
    });
  });
});
