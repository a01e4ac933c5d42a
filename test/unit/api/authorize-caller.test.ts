import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authorizeCaller } from '../../../functions/api/authorize-caller/authorize-caller.ts';
import { shownKey } from '../../../functions/api/authorize-caller/shown-key.ts';
import { ownerName } from '../../../shared/callers/caller.ts';
import { issueKey } from '../../../shared/callers/issue-key.ts';
import { revokeKey } from '../../../shared/callers/revoke-key.ts';
import { CallCounter } from '../../../shared/http/call-counter.ts';
import { type KeyedTables, startKeyedTables } from '../engine/keyed-tables.ts';
import { keptLog } from '../shared/jobs/kept-log.ts';

const LIMIT = { calls: 3, windowSeconds: 60 };

let tables: KeyedTables;
let tableName: string;
let time: Date;

beforeAll(async () => {
  tables = await startKeyedTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  tableName = await tables.empty();
  time = new Date('2026-11-22T10:00:15.000Z');
});

function deps(table = tableName) {
  const { documents } = tables;
  return {
    table: { documents, tableName: table },
    calls: new CallCounter(documents, table, LIMIT),
    log: keptLog(),
    now: () => time,
  };
}

const issue = () =>
  issueKey(deps().table, { owner: ownerName.parse('ann'), scope: 'read', sees: 'all' }, time);
const ask = (key: string) => authorizeCaller(deps(), { authorization: `Bearer ${key}` });
const UNKNOWN = 'A'.repeat(30);

describe('the key of a request', () => {
  it.each([
    [{ authorization: 'Bearer abc' }, 'abc'],
    [{ authorization: 'bearer   abc ' }, 'abc'],
    [{ 'x-api-key': ' abc ' }, 'abc'],
    [{ authorization: 'Bearer abc', 'x-api-key': 'def' }, 'abc'],
    [{ authorization: 'Basic abc', 'x-api-key': 'def' }, 'def'],
    [{ authorization: 'Basic abc' }, undefined],
    [{ authorization: 'Bearer' }, undefined],
    [{ authorization: 'Bearer a b' }, undefined],
    [{ authorization: '', 'x-api-key': '  ' }, undefined],
    [{}, undefined],
  ])('in the headers %j is %s', (headers, key) => {
    expect(shownKey(headers)).toBe(key);
  });
});

describe('the authorizer', () => {
  it('knows the caller of a key, and counts each request of theirs', async () => {
    const { key, issued } = await issue();
    const caller = { keyId: issued.keyId, owner: 'ann', scope: 'read', sees: 'all' };
    const known = { outcome: 'known', caller, limit: 3, isOver: false, secondsLeft: 45 };
    expect(await ask(key)).toEqual({ ...known, remaining: 2 });
    expect(await ask(key)).toEqual({ ...known, remaining: 1 });
  });

  it('says when there are too many in a minute, counting each key apart, and lets go with the next', async () => {
    const [{ key }, other] = [await issue(), await issue()];
    for (let call = 1; call <= 3; call += 1) expect(await ask(key)).toMatchObject({ isOver: false });
    expect(await ask(key)).toMatchObject({ outcome: 'known', isOver: true, remaining: 0, secondsLeft: 45 });
    expect(await ask(other.key)).toMatchObject({ isOver: false, remaining: 2 });
    time = new Date('2026-11-22T10:01:00.000Z');
    expect(await ask(key)).toMatchObject({ isOver: false, remaining: 2 });
  });

  it('counts exactly, however many come at once', async () => {
    const { key } = await issue();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(key)));
    expect(answers.filter((one) => one.outcome === 'known' && !one.isOver)).toHaveLength(3);
  });

  it('refuses a revoked key at the very next request', async () => {
    const { key, issued } = await issue();
    expect(await ask(key)).toMatchObject({ outcome: 'known' });
    await revokeKey(deps().table, issued.keyId, time);
    expect(await ask(key)).toEqual({ outcome: 'revoked' });
  });

  it.each([
    [UNKNOWN, 'unknown'],
    ['short', 'unknown'],
    [`${UNKNOWN},${UNKNOWN}`, 'unknown'],
    ['', 'missing'],
  ])('does not know the key "%s", and writes nothing for strangers', async (key, outcome) => {
    expect(await ask(key)).toEqual({ outcome });
    expect(await tables.items(tableName)).toEqual([]);
  });

  it('says that it could not look when the table does not answer, and keeps the key out of the log', async () => {
    const { key } = await issue();
    const broken = deps('there-is-no-such-table');
    for (const one of [key, UNKNOWN]) {
      expect(await authorizeCaller(broken, { authorization: `Bearer ${one}` })).toEqual({
        outcome: 'unchecked',
      });
    }
    // Not even a look is needed to tell what has not the form of a key.
    expect(await authorizeCaller(broken, { authorization: 'Bearer short' })).toEqual({ outcome: 'unknown' });
    expect(broken.log.lines).toHaveLength(2);
    expect(broken.log.lines.join()).not.toContain(key);
  });

  it('lets nobody through uncounted', async () => {
    const { key } = await issue();
    const uncounted = { ...deps(), calls: deps('there-is-no-such-table').calls };
    expect(await authorizeCaller(uncounted, { 'x-api-key': key })).toEqual({ outcome: 'unchecked' });
  });
});
