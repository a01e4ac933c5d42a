import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { runKeys } from '../../../infra/keys/run-keys.ts';
import { writeConnections } from '../../../infra/start/write-connections.ts';
import { findCaller } from '../../../shared/callers/find-caller.ts';
import { type KeyedTables, startKeyedTables } from '../../unit/engine/keyed-tables.ts';

const NOW = new Date('2026-11-22T10:00:00.000Z');

let tables: KeyedTables;
let tableName: string;
let data: string;

beforeAll(async () => {
  tables = await startKeyedTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  tableName = await tables.empty();
  data = await mkdtemp(join(tmpdir(), 'keys-'));
  const { port } = (await tables.documents.config.endpoint?.()) ?? {};
  const outputs = {
    ApiUrl: 'https://api.test',
    CallerTableName: tableName,
    MvsepTokenSecretArn: 'arn:aws:secretsmanager:eu-west-1:000000000000:x',
  };
  await writeConnections(
    {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      outputs: { Pipeline: outputs },
    },
    data,
  );
});

/** What a command says, and how it ends. */
async function keys(...args: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runKeys([...args, '--local', '--data', data], {
    print: (line) => void said.push(line),
    complain: (line) => void complained.push(line),
    now: () => NOW,
  });
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}

const issuedKey = z.object({ key: z.string(), keyId: z.string() });
const issue = async (...args: string[]) =>
  issuedKey.parse(JSON.parse((await keys('issue', '--json', ...args)).said));
const find = (key: string) => findCaller({ documents: tables.documents, tableName }, key);

describe('npm run keys -- issue', () => {
  it('shows the key, once, and how to use it', async () => {
    const { code, said, complained } = await keys('issue', '--owner', 'ann', '--note', 'laptop');
    expect([code, complained]).toEqual([0, '']);
    const [, key = ''] = /^ {2}([A-Za-z0-9]{30})$/m.exec(said) ?? [];
    expect(said).toContain(`curl -H "Authorization: Bearer ${key}" https://api.test/v1/account`);
    expect(await find(key)).toMatchObject({
      outcome: 'known',
      caller: { owner: 'ann', scope: 'write', sees: 'own' },
    });
    expect((await keys('list')).said).not.toContain(key);
    expect((await keys('list', '--json')).said).not.toContain(key);
    expect(JSON.stringify(await tables.items(tableName))).not.toContain(key);
  });

  it('gives a key the rights that are asked for', async () => {
    const { key } = await issue('--owner', 'radio-7', '--scope', 'read', '--sees', 'all');
    expect(await find(key)).toMatchObject({ caller: { owner: 'radio-7', scope: 'read', sees: 'all' } });
  });

  it.each([
    [[], /whose key it is, for example --owner ann/],
    [['--owner', 'Ann Other'], /"Ann Other" does not do for --owner: an owner is named by/],
    [['--owner', 'ann', '--scope', 'admin'], /"admin" does not do for --scope/],
    [['--owner', 'ann', '--sees', 'some'], /"some" does not do for --sees/],
    [['ann'], /name the owner with --owner/],
  ])('refuses %j with a sentence, and issues nothing', async (args, sentence) => {
    const { code, said, complained } = await keys('issue', ...args);
    expect([code, said]).toEqual([2, '']);
    expect(complained).toMatch(sentence);
    expect(await tables.items(tableName)).toEqual([]);
  });
});

describe('npm run keys -- list', () => {
  it('says how to begin where there is none', async () => {
    expect((await keys('list')).said).toContain('npm run keys -- issue --owner <name>');
  });

  it('shows who has which key, and what became of it', async () => {
    const { keyId } = await issue('--owner', 'ann', '--note', 'laptop');
    await issue('--owner', 'radio', '--scope', 'read', '--sees', 'all');
    await keys('revoke', keyId);
    const { said } = await keys('list');
    expect(said).toMatch(
      /ann +reads and writes, jobs of its owner +revoked 2026-11-22 10:00:00 {2}\(laptop\)/,
    );
    expect(said).toMatch(/radio +only reads, jobs of everybody +in use$/m);
    const { keys: listed } = z
      .object({ keys: z.array(z.object({ owner: z.string() })) })
      .parse(JSON.parse((await keys('list', '--json')).said));
    expect(listed.map(({ owner }) => owner).sort()).toEqual(['ann', 'radio']);
  });
});

describe('npm run keys -- revoke', () => {
  it('ends a key and no other', async () => {
    const one = await issue('--owner', 'ann');
    const other = await issue('--owner', 'ann');
    const { code, said } = await keys('revoke', one.keyId);
    expect([code, said]).toEqual([0, `The key ${one.keyId} of ann is revoked. The jobs made with it go on.`]);
    expect(await find(one.key)).toEqual({ outcome: 'revoked' });
    expect(await find(other.key)).toMatchObject({ outcome: 'known' });
  });

  it('refuses an id that no key has, and none', async () => {
    expect(await keys('revoke', 'feedfeedfeedfeed')).toMatchObject({
      code: 1,
      complained: 'There is no key feedfeedfeedfeed. npm run keys -- list shows them.',
    });
    expect((await keys('revoke')).code).toBe(2);
  });

  it('refuses a key itself, without repeating it', async () => {
    const { key } = await issue('--owner', 'ann');
    const { code, complained } = await keys('revoke', key);
    expect(code).toBe(2);
    expect(complained).toContain('That is a key itself.');
    expect(complained).not.toContain(key);
  });
});
