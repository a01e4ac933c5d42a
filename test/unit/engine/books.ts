import { expect } from 'vitest';
import * as z from 'zod';
import { ledgerEntry } from '../../../shared/engine/credits/ledger-entry.ts';
import type { TestEngine } from './test-engine.ts';

const keyed = z.looseObject({ pk: z.string(), sk: z.string() });

/**
 * The books of an account: its balance and its ledger. They must agree: that is expected here, as is that no
 * separation is charged or refunded twice.
 */
export async function booksOf({ items }: TestEngine, id: string) {
  const own = z
    .array(keyed)
    .parse(await items('accounts'))
    .filter(({ pk }) => pk === `ACCOUNT#${id}`);
  const entries = own.filter(({ sk }) => sk.startsWith('LEDGER#')).map((item) => ledgerEntry.parse(item));
  const { balance } = z.object({ balance: z.int() }).parse(own.find(({ sk }) => sk === 'PROFILE'));
  expect(entries.reduce((sum, { credits }) => sum + credits, 0)).toBe(balance);
  expect(balance).toBeGreaterThanOrEqual(0);
  for (const reason of ['charge', 'refund', 'mirror']) {
    const hashes = entries.filter((entry) => entry.reason === reason).map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  }
  return { balance, entries };
}
