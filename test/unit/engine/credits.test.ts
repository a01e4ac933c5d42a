import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantCredits } from '../../../shared/engine/credits/grant-credits.ts';
import { booksOf } from './books.ts';
import { type EngineTables, startEngineTables } from './engine-tables.ts';
import { DONE, NOW, songOf, testEngine } from './test-engine.ts';

let tables: EngineTables;
beforeAll(async () => {
  tables = await startEngineTables();
});
afterAll(() => tables.stop());

const songs = [1, 2, 3].map((minutes) => songOf(minutes * 60));

/** What may happen to an account, in any order and at the same time; numbers choose what it happens to. */
const event = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), song: fc.nat(2), type: fc.constantFrom('44', '55') }),
  fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(9) }),
  fc.record({ kind: fc.constantFrom('done' as const, 'fail' as const, 'mirror' as const), which: fc.nat(9) }),
  fc.record({ kind: fc.constant('grant' as const), credits: fc.integer({ min: -6, max: 6 }) }),
);

describe('the ledger', () => {
  it('adds up to a balance of at least 0 whatever happens at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(event, { maxLength: 8 }), { maxLength: 5 }), async (rounds) => {
        const one = testEngine(await tables.empty(), { separationsAtOnce: 2 });
        const ann = await one.account('ann', { balance: 8, premiumEnabled: true });
        const created: string[] = [];
        for (const round of rounds) {
          await Promise.all(
            round.map(async (happens) => {
              // What is refused here is not of interest: the books are.
              const hash =
                'which' in happens
                  ? (created[happens.which % Math.max(1, created.length)] ?? 'none')
                  : 'none';
              if (happens.kind === 'grant') {
                if (happens.credits === 0) return;
                await grantCredits(one.deps.store, { accountId: 'ann', credits: happens.credits }, NOW);
              } else if (happens.kind === 'create') {
                const audiofile = songs[happens.song] ?? songOf(60);
                const fields = { sep_type: happens.type };
                const hash = await one.create(ann, fields, { audiofile }).catch(expectRefusal);
                if (hash !== undefined) created.push(hash);
              } else if (happens.kind === 'cancel') await one.cancel(ann, hash).catch(expectRefusal);
              else if (happens.kind === 'mirror') await one.get(hash, 1, ann).catch(expectRefusal);
              else if (created.includes(hash)) {
                const failed = { status: 'failed', message: 'It broke.' } as const;
                await one.end(hash, happens.kind === 'done' ? DONE : failed);
              }
            }),
          );
          await booksOf(one, 'ann');
        }
        const { entries } = await booksOf(one, 'ann');
        const charged = entries.filter(({ reason }) => reason === 'charge').map(({ hash }) => hash);
        expect(charged.toSorted()).toEqual(created.toSorted());
        for (const { hash, credits } of entries.filter(({ reason }) => reason === 'refund')) {
          const charge = entries.find((entry) => entry.reason === 'charge' && entry.hash === hash);
          expect(credits).toBe(-(charge?.credits ?? 0));
          const record = await one.separations.separation(hash ?? '');
          expect(['failed', 'cancelled']).toContain(record.status);
        }
      }),
      { numRuns: 20 },
    );
  }, 30_000);

  it('is never charged twice when the answer of the transaction is lost', async () => {
    const store = await tables.empty();
    let lost = 0;
    const through = tables.through(store, async (command, send) => {
      const answer = await send();
      // The SDK sends again what was answered by nobody: the same request, with the same token.
      if (command !== 'TransactWriteItemsCommand') return answer;
      lost += 1;
      return send();
    });
    const one = testEngine(through);
    const ann = await one.account('ann', { balance: 5, premiumEnabled: true });
    const hash = await one.create(ann, {}, { audiofile: songOf(120) });
    await one.end(hash, { status: 'failed', message: 'It broke.' });
    const { entries } = await booksOf(one, 'ann');
    expect(entries.map(({ credits }) => credits).toSorted((a, b) => a - b)).toEqual([-2, 2, 5]);
    expect(lost).toBeGreaterThan(3);
  });

  it('tells a grant to nobody, and one that takes more than there is', async () => {
    const one = testEngine(await tables.empty());
    await one.account('ann', { balance: 5 });
    const { store } = one.deps;
    expect(await grantCredits(store, { accountId: 'eve', credits: 5 }, NOW)).toBe('account');
    expect(await grantCredits(store, { accountId: 'ann', credits: -6 }, NOW)).toBe('credits');
    expect(await grantCredits(store, { accountId: 'ann', credits: -5, note: 'Sorry.' }, NOW)).toBe('written');
    expect((await booksOf(one, 'ann')).balance).toBe(0);
  });
});

describe('a mirror', () => {
  it('costs one credit once for each account and separation, and only when it is done', async () => {
    const one = testEngine(await tables.empty());
    const ann = await one.account('ann', { balance: 9, premiumEnabled: true });
    const bob = await one.account('bob', { balance: 1 });
    const hash = await one.create(ann, {}, { audiofile: songOf(60) });
    expect(await one.get(hash, 1, bob)).toMatchObject({ status: 'processing' });
    await one.end(hash, DONE);
    const plain = await one.get(hash);
    for (const answer of await Promise.all([1, 2, 3].map(() => one.get(hash, 1, bob)))) {
      expect(answer).toEqual(plain);
    }
    expect((await booksOf(one, 'bob')).balance).toBe(0);
    expect((await booksOf(one, 'ann')).balance).toBe(8);
    const second = await one.create(ann, {}, { audiofile: songOf(60) });
    await one.end(second, DONE);
    await expect(one.get(second, 1, bob)).rejects.toMatchObject({
      status: 400,
      message: 'A mirror costs 1 credit, and none is left.',
    });
    await expect(one.get(second, 1)).rejects.toMatchObject({ status: 401 });
  });
});

function expectRefusal(error: unknown): undefined {
  expect(error).toMatchObject({ name: 'CallRefusal' });
  return undefined;
}
