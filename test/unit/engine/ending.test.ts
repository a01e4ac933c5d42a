import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failSeparation } from '../../../functions/engine/fail-separation/fail-separation.ts';
import { booksOf } from './books.ts';
import { type EngineTables, startEngineTables } from './engine-tables.ts';
import { DONE, songOf, testEngine } from './test-engine.ts';

let tables: EngineTables;
beforeAll(async () => {
  tables = await startEngineTables();
});
afterAll(() => tables.stop());

const audiofile = songOf(60);

async function processing() {
  const one = testEngine(await tables.empty(), { separationsAtOnce: 1 });
  const ann = await one.account('ann', { balance: 5, premiumEnabled: true });
  const hash = await one.create(ann, {}, { audiofile });
  return { one, ann, hash };
}

const unusable = {
  name: 'UnusableAudio',
  cause: JSON.stringify({ errorType: 'UnusableAudio', errorMessage: 'It is empty.' }),
};

describe('failSeparation', () => {
  it("puts the reason of our own errors on the record, in the owner's words, and gives the credits back", async () => {
    const { one, ann, hash } = await processing();
    await failSeparation(one.deps, hash, unusable);
    expect(await one.get(hash)).toEqual({
      success: true,
      status: 'failed',
      data: { message: 'It is empty.' },
    });
    expect((await booksOf(one, 'ann')).balance).toBe(5);
    expect(await one.running()).toEqual([]);
    expect(await one.history(ann)).toMatchObject([{ hash, job_exists: true, credits: 0 }]);
  });

  it.each([
    { name: 'TypeError', cause: JSON.stringify({ errorMessage: "Cannot read 'x' of undefined" }) },
    { name: 'States.Timeout', cause: '' },
    { name: 'UnusableAudio', cause: '{"cut off' },
  ])('puts a general sentence for $name', async (error) => {
    const { one, hash } = await processing();
    await failSeparation(one.deps, hash, error);
    expect(await one.get(hash)).toMatchObject({
      status: 'failed',
      data: { message: expect.stringContaining('failed inside the server') },
    });
  });

  it('keeps what is done, and the first reason of what failed, and gives nothing back for either', async () => {
    const { one, ann, hash } = await processing();
    await one.end(hash, DONE);
    await failSeparation(one.deps, hash, unusable);
    expect(await one.get(hash)).toMatchObject({ status: 'done' });
    const second = await one.create(ann, {}, { audiofile });
    await Promise.all([
      failSeparation(one.deps, second, unusable),
      failSeparation(one.deps, second, unusable),
    ]);
    await failSeparation(one.deps, second, { name: 'Other', cause: '' });
    expect(await one.get(second)).toMatchObject({ data: { message: 'It is empty.' } });
    expect((await booksOf(one, 'ann')).balance).toBe(4);
  });

  it('ends a link that could not be fetched, and lets its owner create the next', async () => {
    const { one } = await processing();
    const bob = await one.account('bob');
    const hash = await one.create(bob, { url: 'https://songs.example/a.mp3' });
    await failSeparation(one.deps, hash, unusable);
    expect(await one.getRemote(hash)).toEqual({
      success: true,
      status: 'failed',
      data: { message: 'It is empty.' },
    });
    expect((await one.items('queue')).map(({ pk }) => pk)).toEqual(['SLOTS']);
    await one.create(bob, {}, { audiofile });
  });

  it('leaves alone what waits, and what is on no record', async () => {
    const { one, ann } = await processing();
    const waiting = await one.create(ann, {}, { audiofile });
    await failSeparation(one.deps, waiting, unusable);
    await failSeparation(one.deps, 'unknown', unusable);
    expect(await one.get(waiting)).toMatchObject({ status: 'waiting' });
  });
});
