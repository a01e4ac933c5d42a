import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentLines } from '../../../functions/engine/show-user/current-lines.ts';
import { historyItem } from '../../../shared/mvsep/contract/history-item.ts';
import { booksOf } from './books.ts';
import { type EngineTables, startEngineTables } from './engine-tables.ts';
import { DONE, NOW, nobody, songOf, testEngine } from './test-engine.ts';

let tables: EngineTables;
beforeAll(async () => {
  tables = await startEngineTables();
});
afterAll(() => tables.stop());

const audiofile = songOf(149);

async function engine() {
  let time = NOW.getTime();
  const one = testEngine(await tables.empty(), { separationsAtOnce: 1, now: () => new Date(time) });
  const ann = await one.account('ann', { balance: 100, premiumEnabled: true });
  const create = async () => {
    time += 1_000;
    return one.create(ann, {}, { audiofile });
  };
  const later = (hours: number) => {
    time += hours * 3_600_000;
  };
  return { one, ann, create, later };
}

describe('the history', () => {
  it('lists what was created, the newest first, exactly as the contract says', async () => {
    const { one, ann, create } = await engine();
    const hashes = [await create(), await create(), await create()];
    const lines = await one.history(ann);
    expect(lines.map(({ hash }) => hash)).toEqual(hashes.toReversed());
    for (const line of lines) expect(historyItem.parse(line)).toEqual(line);
    expect(lines[2]).toEqual({
      id: 1,
      hash: hashes[0],
      created_at: '2026-08-12 12:00:01',
      updated_at: '2026-08-12 12:00:01',
      job_exists: true,
      credits: 2,
      time_left: 71,
      algorithm: {
        name: 'MVSep Drums (drums, other)',
        algorithm_group_id: 20,
        orientation: 0,
        render_id: 44,
        order_id: expect.any(Number),
        algorithm_group: { id: 20, name: 'Drums, Bass and Synth' },
      },
    });
    expect(await one.history(ann, 1, 1)).toEqual([lines[1]]);
    expect(await one.history(ann, 3, 10)).toEqual([]);
  });

  it('counts the hours that are left, and below zero when it is deleted', async () => {
    const { one, ann, create, later } = await engine();
    const hash = await create();
    later(2.5);
    expect(await one.history(ann)).toMatchObject([{ time_left: 69, job_exists: true }]);
    later(70);
    expect(await one.history(ann)).toMatchObject([{ time_left: -1, job_exists: false, credits: null }]);
    // The table still holds the record: whether it is found does not depend on when it is swept away.
    expect(await one.separations.find(hash)).toBeDefined();
    expect(await one.get(hash)).toMatchObject({ success: false, status: 'not_found' });
  });

  it('shows what has not ended as the current queue', async () => {
    const { one, ann, create } = await engine();
    const [first, second] = [await create(), await create()];
    const link = await one.create(ann, { url: 'https://songs.example/a.mp3' });
    const { documents, accounts } = one.deps.store;
    const current = async () => (await currentLines(documents, accounts, 'ann')).map(({ hash }) => hash);
    const [shown = ''] = await current();
    expect(shown).toMatch(/-a\.mp3$/);
    expect(await current()).toEqual([shown, second, first]);
    await one.end(first, DONE);
    await one.cancel(ann, link);
    expect(await current()).toEqual([second]);
  });
});

describe('cancel', () => {
  it('takes back what waits, with its credits, and does so once', async () => {
    const { one, ann, create } = await engine();
    await create();
    const waiting = await create();
    const answers = await Promise.all([1, 2, 3].map(() => one.cancel(ann, waiting)));
    for (const answer of answers) {
      expect(answer).toEqual({
        success: true,
        message: 'The separation is cancelled.',
        data: { message: 'The separation is cancelled.' },
      });
    }
    expect((await booksOf(one, 'ann')).balance).toBe(98);
    expect(await one.get(waiting)).toMatchObject({ success: false, status: 'not_found' });
    expect(await one.history(ann)).toMatchObject([
      { hash: waiting, job_exists: false, credits: null },
      { job_exists: true, credits: 2 },
    ]);
    expect((await one.queue(ann)).queue.premium).toBe(0);
  });

  it('takes back a link that is being fetched, by its short hash', async () => {
    const { one, ann } = await engine();
    const bob = await one.account('bob');
    const hash = await one.create(bob, { url: 'https://songs.example/a.mp3' });
    await expect(one.cancel(ann, hash)).rejects.toMatchObject({ status: 400 });
    await one.cancel(bob, hash);
    expect(await one.getRemote(hash)).toMatchObject({ success: false, status: 'not_found' });
    expect(await one.items('queue')).toEqual([]);
    await one.fetch(hash);
    expect((await one.items('separations')).length).toBe(1);
    await one.create(bob, {}, { audiofile });
  });

  it.each([
    ['what is processed', 'mine', 'can no longer be cancelled'],
    ['what belongs to somebody else', 'theirs', 'not found'],
    ['what nobody knows', 'unknown', 'not found'],
  ])('refuses %s', async (_, whose, message) => {
    const { one, ann, create } = await engine();
    const hash = await create();
    const bob = await one.account('bob', { balance: 5 });
    const asked = whose === 'unknown' ? 'unknown' : hash;
    await expect(one.cancel(whose === 'theirs' ? bob : ann, asked)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(message),
    });
    await expect(one.cancel(nobody, hash)).rejects.toMatchObject({ status: 400 });
    expect((await booksOf(one, 'ann')).balance).toBe(98);
  });

  it('and a start at the same moment: one of the two happens, and never both', async () => {
    for (let round = 0; round < 10; round++) {
      const { one, ann, create } = await engine();
      const [running, waiting] = [await create(), await create()];
      const [cancelled] = await Promise.allSettled([one.cancel(ann, waiting), one.end(running, DONE)]);
      const { status } = await one.separations.separation(waiting);
      expect(status).toBe(cancelled.status === 'fulfilled' ? 'cancelled' : 'processing');
      expect(await one.running()).toEqual(cancelled.status === 'fulfilled' ? [] : [waiting]);
      expect((await booksOf(one, 'ann')).balance).toBe(cancelled.status === 'fulfilled' ? 98 : 96);
    }
  });
});

describe('a demo', () => {
  it('is published when it is done, and only if its caller wants that', async () => {
    const { one, ann } = await engine();
    for (const is_demo of ['1', '0']) await one.end(await one.create(ann, { is_demo }, { audiofile }), DONE);
    const demos = (await one.items('publications')).filter(({ pk }) => pk === 'DEMO');
    expect(demos).toEqual([
      {
        pk: 'DEMO',
        sk: expect.stringMatching(/^2026-08-12T.*Z#/),
        hash: expect.any(String),
        date: NOW.toISOString(),
        inputUrl: expect.stringMatching(/^https:\/\/engine\.example\/storage\/temp\//),
        size: '1.14 MB',
        sepType: 44,
        expiresAt: NOW.getTime() / 1000 + 72 * 3600,
      },
    ]);
  });
});
