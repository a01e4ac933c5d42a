import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remoteServer } from '../remote/remote-server.ts';
import { booksOf } from './books.ts';
import { type EngineTables, startEngineTables } from './engine-tables.ts';
import { DONE, nobody, songOf, type TestEngine, testEngine } from './test-engine.ts';

let tables: EngineTables;
beforeAll(async () => {
  tables = await startEngineTables();
});
afterAll(() => tables.stop());

const audiofile = songOf(60);

/** What happens to one call to the tables; most go well. */
const fault = fc.oneof(
  { weight: 12, arbitrary: fc.constant('none' as const) },
  { weight: 1, arbitrary: fc.constantFrom('killed before' as const, 'killed after' as const) },
  { weight: 2, arbitrary: fc.constant('conflict' as const) },
);
const event = fc.record({
  kind: fc.constantFrom(
    'upload' as const,
    'link' as const,
    'done' as const,
    'cancel' as const,
    'fetch' as const,
  ),
  who: fc.constantFrom('ann' as const, 'bob' as const, 'nobody' as const),
  which: fc.nat(5),
});

/** Calls meet these faults one after the other, for as long as `on`. */
function faulty(faults: readonly string[]) {
  const state = { on: true, next: 0 };
  const onCall = async <Answer>(command: string, send: () => Promise<Answer>): Promise<Answer> => {
    const now = state.on ? faults[state.next++ % faults.length] : 'none';
    if (now === 'killed before') throw new Error('killed');
    if (now === 'conflict' && command === 'TransactWriteItemsCommand') {
      const CancellationReasons = [{ Code: 'TransactionConflict' }];
      throw new TransactionCanceledException({ message: 'busy', CancellationReasons, $metadata: {} });
    }
    const answer = await send();
    if (now === 'killed after') throw new Error('killed');
    return answer;
  };
  return { state, onCall };
}

/** As if no execution ran any more: whatever has not ended is ended by tending. */
async function loseEverything(one: TestEngine): Promise<void> {
  for (let round = 0; round < 30 && (await one.items('queue')).length > 0; round++) {
    await one.tend();
    for (const arn of one.executions.keys()) one.executions.set(arn, false);
  }
}

describe('functions that are killed between any two calls', () => {
  it('leave nothing that is not mended, and books that agree', async () => {
    const origin = await remoteServer((_, response) => response.end(audiofile.bytes));
    const storms = fc.tuple(
      fc.array(fault, { minLength: 5, maxLength: 40 }),
      fc.array(event, { maxLength: 14 }),
    );
    await fc.assert(
      fc.asyncProperty(storms, async ([faults, events]) => {
        const store = await tables.empty();
        const { state, onCall } = faulty(faults);
        state.on = false;
        const one = testEngine(tables.through(store, onCall), {
          separationsAtOnce: 2,
          allowedPrivateOrigins: [origin],
        });
        const callers = {
          ann: await one.account('ann', { balance: 9, premiumEnabled: true }),
          bob: await one.account('bob'),
          nobody,
        };
        state.on = true;
        const hashes: string[] = [];
        for (const { kind, who, which } of events) {
          const hash = hashes[which % Math.max(1, hashes.length)] ?? 'none';
          const happening = {
            upload: async () => hashes.push(await one.create(callers[who], {}, { audiofile })),
            link: async () => hashes.push(await one.create(callers[who], { url: `${origin}/a.wav` })),
            done: () => one.end(hash, DONE),
            cancel: () => one.cancel(callers[who], hash),
            fetch: () => one.fetch(hash),
          }[kind];
          await happening().catch(() => undefined);
        }
        state.on = false;
        await loseEverything(one);

        expect(await one.items('queue')).toEqual([]);
        const open = (await one.items('accounts')).filter(({ sk }) => /^(CURRENT|UNPRO)/.test(String(sk)));
        expect(open).toEqual([]);
        const records = await one.items('separations');
        for (const { kind, status } of records) {
          expect(kind === 'remote' && status === 'done' ? 'ended' : status).toMatch(
            /^(ended|done|failed|cancelled)$/,
          );
        }
        const kept = records.filter(({ status, accountId }) => status === 'done' && accountId === 'ann');
        const cost = kept.reduce((sum, { credits = 0 }) => sum + Number(credits), 0);
        expect((await booksOf(one, 'ann')).balance).toBe(9 - cost);
        expect((await booksOf(one, 'bob')).balance).toBe(0);
        // And everybody may go on.
        await one.create(callers.bob, {}, { audiofile });
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
