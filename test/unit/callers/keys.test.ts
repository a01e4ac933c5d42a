import { PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ownerName } from '../../../shared/callers/caller.ts';
import type { CallerTable } from '../../../shared/callers/caller-table.ts';
import { findCaller } from '../../../shared/callers/find-caller.ts';
import { issueKey, type KeyOrder } from '../../../shared/callers/issue-key.ts';
import { listKeys } from '../../../shared/callers/list-keys.ts';
import { revokeKey } from '../../../shared/callers/revoke-key.ts';
import { type KeyedTables, startKeyedTables } from '../engine/keyed-tables.ts';

const NOW = new Date('2026-11-22T10:00:00.000Z');
const LATER = new Date('2026-11-23T10:00:00.000Z');
const order: KeyOrder = { owner: ownerName.parse('ann'), scope: 'write', sees: 'own', note: 'laptop' };

let tables: KeyedTables;
let table: CallerTable;

beforeAll(async () => {
  tables = await startKeyedTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  table = { documents: tables.documents, tableName: await tables.empty() };
});

describe('a key', () => {
  it('is found with its owner the moment after it was issued', async () => {
    const { key, issued } = await issueKey(table, order, NOW);
    expect(key).toMatch(/^[A-Za-z0-9]{30}$/);
    expect(issued).toEqual({ ...order, keyId: issued.keyId, issuedAt: NOW.toISOString() });
    expect(await findCaller(table, key)).toEqual({
      outcome: 'known',
      caller: { keyId: issued.keyId, owner: 'ann', scope: 'write', sees: 'own' },
    });
  });

  it('is stored nowhere, nor any part of it', async () => {
    const { key } = await issueKey(table, order, NOW);
    const stored = JSON.stringify(await tables.items(table.tableName));
    expect(stored).not.toContain(key);
    expect(stored).not.toContain(key.slice(0, 8));
    expect(stored).not.toContain(Buffer.from(key).toString('base64').slice(0, 16));
  });

  it('stops with its revocation, once and for all, and other keys of its owner go on', async () => {
    const { key, issued } = await issueKey(table, order, NOW);
    const { key: other } = await issueKey(table, order, NOW);
    expect(await revokeKey(table, issued.keyId, NOW)).toMatchObject({ revokedAt: NOW.toISOString() });
    expect(await revokeKey(table, issued.keyId, LATER)).toMatchObject({ revokedAt: NOW.toISOString() });
    expect(await findCaller(table, key)).toEqual({ outcome: 'revoked' });
    expect(await findCaller(table, other)).toMatchObject({ outcome: 'known' });
  });

  it('cannot be revoked when it never was', async () => {
    expect(await revokeKey(table, 'feedfeedfeedfeed', NOW)).toBeUndefined();
    expect(await tables.items(table.tableName)).toEqual([]);
  });

  it('is unknown when it only shares its id with one that is known', async () => {
    const { key, issued } = await issueKey(table, order, NOW);
    const [item] = await tables.items(table.tableName);
    // As if another key had a digest that begins in the same way.
    const digest = issued.keyId.padEnd(64, '0');
    await table.documents.send(new PutCommand({ TableName: table.tableName, Item: { ...item, digest } }));
    expect(await findCaller(table, key)).toEqual({ outcome: 'unknown' });
  });

  it('of a wrong form is unknown without a look into the table, whatever it is', async () => {
    const { documents } = tables;
    const gone = { documents, tableName: 'there-is-no-such-table' };
    const wrong = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('A'.repeat(29), 'A'.repeat(31), `${'A'.repeat(30)}\n`, 'KEYS', '__proto__', ''),
    );
    await fc.assert(
      fc.asyncProperty(wrong, async (key) => {
        fc.pre(!/^[A-Za-z0-9]{30}$/.test(key) || key.endsWith('\n'));
        expect(await findCaller(gone, key)).toEqual({ outcome: 'unknown' });
      }),
    );
  });

  it('is neither known nor unknown when the table does not answer', async () => {
    const gone = { documents: tables.documents, tableName: 'there-is-no-such-table' };
    await expect(findCaller(gone, 'A'.repeat(30))).rejects.toThrow();
  });
});

describe('the list of keys', () => {
  it('holds every one, the newest first, without digests', async () => {
    const first = await issueKey(table, order, NOW);
    const second = await issueKey(table, { owner: order.owner, scope: 'read', sees: 'all' }, LATER);
    await revokeKey(table, first.issued.keyId, LATER);
    expect(await listKeys(table)).toEqual([
      second.issued,
      { ...first.issued, revokedAt: LATER.toISOString() },
    ]);
  });
});
