import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runOperator } from '../../../infra/operator/run-operator.ts';
import { writeConnections } from '../../../infra/start/write-connections.ts';
import { AccountTable } from '../../../shared/engine/accounts/account-table.ts';
import { Publications } from '../../../shared/engine/publications/publications.ts';
import { type KeyedTables, startKeyedTables } from '../../unit/engine/keyed-tables.ts';

const NOW = new Date('2026-08-12T12:00:30.000Z');
const TOKEN = 'a'.repeat(30);
const PASSWORD_HASH = 'scrypt$not-to-be-shown';

let tables: KeyedTables;
let accountsTable: string;
let publicationsTable: string;
let data: string;

beforeAll(async () => {
  tables = await startKeyedTables();
});
afterAll(() => tables.stop());

beforeEach(async () => {
  accountsTable = await tables.empty();
  publicationsTable = await tables.empty();
  data = await mkdtemp(join(tmpdir(), 'operator-'));
  const { port } = (await tables.documents.config.endpoint?.()) ?? {};
  await writeConnections(
    {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      outputs: {
        Engine: { AccountsTableName: accountsTable, PublicationsTableName: publicationsTable },
      },
    },
    data,
  );
  await new AccountTable(tables.documents, accountsTable).create(
    {
      id: '0123456789abcdef0123',
      name: 'Ada',
      email: 'ada@example.com',
      passwordHash: PASSWORD_HASH,
      balance: 0,
      premiumEnabled: false,
      longFilenames: false,
      verified: true,
      createdAt: NOW.toISOString(),
      updatedAt: NOW.toISOString(),
    },
    TOKEN,
  );
});

/** What a command says, and how it ends. */
async function operator(...args: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runOperator(args, {
    print: (line) => void said.push(line),
    complain: (line) => void complained.push(line),
    now: () => NOW,
  });
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}

const here = () => ['--local', '--data', data];

describe('grant', () => {
  it('changes the balance together with the ledger, by email in any case or as owner', async () => {
    const granted = await operator('grant', 'ADA@example.com', '120', '--note', 'thank you', ...here());
    expect(granted).toMatchObject({ code: 0, complained: '' });
    expect(granted.said).toMatch(/^ADA@example\.com now has 120 credits\.\nPremium is off/);
    expect(await operator('grant', 'ada@example.com', ...here(), '--', '-20')).toMatchObject({
      said: expect.stringContaining('now has 100 credits'),
    });
    expect(await operator('grant', 'owner', '1', ...here())).toMatchObject({
      said: 'owner now has 1000000001 credits.',
    });
    const ledger = (await tables.items(accountsTable)).filter(({ sk }) => String(sk).startsWith('LEDGER#'));
    expect(ledger.map(({ credits }) => credits).sort()).toEqual([-20, 1, 1_000_000_000, 120].sort());
  });

  it('refuses to take more than there is, and accounts that nobody opened', async () => {
    await operator('grant', 'ada@example.com', '5', ...here());
    const tooMany = await operator('grant', 'ada@example.com', ...here(), '--', '-6');
    expect(tooMany).toMatchObject({ code: 1, said: '' });
    expect(tooMany.complained).toBe('ada@example.com has 5 credits: 6 cannot be taken. Nothing changed.');
    const nobody = await operator('grant', 'bob@example.com', '5', ...here());
    expect(nobody).toMatchObject({ code: 1, complained: expect.stringMatching(/^Nobody registered bob@/) });
  });

  it.each([['ada@example.com'], ['ada@example.com', '0'], ['ada@example.com', '1.5'], ['a', '1', 'b'], []])(
    'refuses the arguments %j %j %j with its usage',
    async (...words) => {
      const refused = await operator('grant', ...words, ...here());
      expect(refused).toMatchObject({ code: 2, said: '' });
      expect(refused.complained).toContain('Usage: npm run operator -- grant <email|owner> <credits>');
    },
  );
});

describe('account', () => {
  it('shows balance, flags and the last changes, and no secret', async () => {
    for (let credits = 1; credits <= 12; credits++) {
      await operator('grant', 'ada@example.com', String(credits), '--note', `no. ${credits}`, ...here());
    }
    const { code, said } = await operator('account', 'ada@example.com', ...here());
    expect(code).toBe(0);
    expect(said).toMatch(/balance {10}78 credits\npremium {10}off\n/);
    expect(said.match(/grant {2}no\. /g)).toHaveLength(10);
    for (const secret of [PASSWORD_HASH, TOKEN]) expect(said).not.toContain(secret);
  });
});

describe('post-news and rate', () => {
  it('publish', async () => {
    const file = join(data, 'news.html');
    await writeFile(file, '<p>Neu</p>\n');
    expect(await operator('post-news', '--title', 'Hello', '--text', '<p>New</p>', ...here())).toMatchObject({
      code: 0,
      said: 'News 1 is published in en: Hello',
    });
    await operator('post-news', '--lang', 'ru', '--title', 'Привет', '--file', file, ...here());
    const publications = new Publications(tables.documents, publicationsTable);
    expect(await publications.news('ru', { start: 0, limit: 5 })).toEqual([
      expect.objectContaining({ id: 2, title: 'Привет', text: '<p>Neu</p>' }),
    ]);

    await operator('rate', '44', '5', ...here());
    expect(await operator('rate', '44', '4', ...here())).toMatchObject({
      said: 'MVSep Drums (drums, other) (44) is rated 4.50 by 2.',
    });
    expect((await publications.ratings()).get(44)).toEqual({ sum: 9, total: 2 });
  });

  it.each([
    [['post-news', '--title', 'x'], /--text or from --file/],
    [['post-news', '--title', 'x', '--text', 'y', '--file', 'z'], /not both/],
    [['post-news', '--text', 'y'], /--title takes/],
    [['post-news', '--lang', 'English', '--title', 'x', '--text', 'y'], /two small letters/],
    [['rate', '99999', '5'], /no separation type "99999"/],
    [['rate', '44', '6'], /from 1 to 5, not "6"/],
    [['rate', '44', '5', '5'], /from 1 to 5/],
  ])('refuse %j', async (args, message) => {
    const refused = await operator(...args, ...here());
    expect(refused).toMatchObject({ code: 2, complained: expect.stringMatching(message) });
  });

  it('say in a sentence that a file is missing', async () => {
    const refused = await operator('post-news', '--title', 'x', '--file', join(data, 'none.html'), ...here());
    expect(refused).toMatchObject({ code: 1, complained: expect.stringMatching(/^ENOENT.*none\.html'$/) });
  });
});

describe('the command line', () => {
  it('explains itself', async () => {
    const all = await operator('--help');
    expect(all).toMatchObject({ code: 0, complained: '' });
    for (const name of ['account', 'grant', 'post-news', 'rate', 'catalogue']) {
      expect(all.said).toContain(`npm run operator -- ${name}`);
      expect(await operator(name, '--help')).toMatchObject({ code: 0, said: expect.stringContaining(name) });
    }
    expect(await operator()).toMatchObject({ code: 2 });
  });

  it('refuses commands and options that are none', async () => {
    expect(await operator('gift')).toMatchObject({
      code: 2,
      complained: expect.stringContaining('There are: '),
    });
    expect(await operator('account', 'owner', '--loud')).toMatchObject({
      code: 2,
      complained: expect.stringContaining('--loud'),
    });
  });

  it('says where a number below zero goes', async () => {
    expect(await operator('grant', 'owner', '-20', ...here())).toMatchObject({
      code: 2,
      complained: expect.stringMatching(/^A number below zero goes to the end.* -- -20\n/),
    });
  });

  it('says that the Engine was never started, or does not run', async () => {
    const never = await operator('account', 'owner', '--local', '--data', join(data, 'nothing'));
    expect(never).toMatchObject({ code: 1, complained: expect.stringContaining('npm start') });
    await writeConnections(
      {
        endpoint: 'http://127.0.0.1:1',
        region: 'eu-west-1',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
        outputs: { Engine: { AccountsTableName: accountsTable } },
      },
      data,
    );
    const stopped = await operator('account', 'owner', ...here());
    expect(stopped).toMatchObject({ code: 1, complained: expect.stringContaining('must be running') });
  });
});
