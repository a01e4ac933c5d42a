import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runJobs } from '../../../infra/jobs/run-jobs.ts';
import { writeConnections } from '../../../infra/start/write-connections.ts';
import { submissionId } from '../../../shared/submissions/submission-id.ts';
import { createSubmissionTable } from '../../../shared/submissions/submission-table.ts';
import { type KeyedTables, startKeyedTables } from '../../unit/engine/keyed-tables.ts';

const PASSWORD = 'not to be shown';
const AT = '2026-08-12T12:00:00.000Z';
const ID = 'ab'.repeat(12);

let tables: KeyedTables;
let data: string;

beforeAll(async () => {
  tables = await startKeyedTables();
  const tableName = await tables.empty();
  data = await mkdtemp(join(tmpdir(), 'entries-'));
  const { port } = (await tables.documents.config.endpoint?.()) ?? {};
  await writeConnections(
    {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      outputs: { Pipeline: { LeaderboardTableName: tableName } },
    },
    data,
  );
  const submissions = createSubmissionTable({ documents: tables.documents, tableName });
  const common = {
    datasetType: 1,
    sidecarEtag: 'e',
    attempt: 1,
    createdAt: AT,
    startedAt: AT,
    updatedAt: AT,
  };
  const counts = { tries: 0, requests: 1, polls: 3, misses: 0 };
  const zip = { bucket: 'songs', key: 'quality-checker/1/mine.zip', etag: 'e', bytes: 7 };
  const wish = { algorithm: 'Mine', description: 'Does it.', ensemble: false };
  await submissions.create(
    {
      ...common,
      ...counts,
      submissionId: submissionId.parse(ID),
      state: 'scored',
      zip,
      wish,
      entryId: 7,
      link: 'https://mvsep.test/api/quality_checker/entry?id=7',
      sdr: { vocals: 9.128, instrum: 15 },
      message: 'OK',
      endedAt: AT,
    },
    PASSWORD,
  );
  await submissions.create(
    {
      ...common,
      ...counts,
      submissionId: submissionId.parse('ac'.repeat(12)),
      state: 'queued',
      zip: { ...zip, key: 'quality-checker/1/later.zip' },
      wish,
      createdAt: '2026-08-12T13:00:00.000Z',
    },
    'another',
  );
});
afterAll(() => tables.stop());

async function entries(...args: string[]) {
  const said: string[] = [];
  const keep = (line: string) => void said.push(line);
  const terminal = { print: keep, complain: keep, now: () => new Date(AT) };
  const code = await runJobs(['entries', ...args, '--local', '--data', data], terminal);
  return { code, said: said.join('\n') };
}

describe('npm run jobs -- entries', () => {
  it('lists zips for the quality checker, the latest first', async () => {
    const { code, said } = await entries();
    expect(code).toBe(0);
    expect(said.split('\n').slice(1)).toEqual([
      expect.stringMatching(/queued +– +quality-checker\/1\/later\.zip$/),
      expect.stringMatching(/scored +instrum 15\.00, vocals 9\.13 +quality-checker\/1\/mine\.zip$/),
    ]);
  });

  it('shows one by the beginning of its id, for people and for programs', async () => {
    expect((await entries('aba')).said).toMatch(/has its scores.*vocals 9\.13[\s\S]*algorithm +Mine/);
    expect(JSON.parse((await entries(ID, '--json')).said)).toMatchObject({
      submissionId: ID,
      sdr: { vocals: 9.128 },
    });
  });

  it('shows a password only to who asks for it', async () => {
    for (const args of [[], ['--json'], [ID], [ID, '--json']]) {
      expect((await entries(...args)).said).not.toContain(PASSWORD);
    }
    expect(await entries(ID, '--password')).toEqual({ code: 0, said: PASSWORD });
  });

  it.each([
    [['a'], 1, /Several/],
    [['f'], 1, /no zip/],
    [['a', 'b'], 2, /one id/],
    [['--password'], 2, /whose/],
  ])('refuses %j', async (args, code, sentence) => {
    const answer = await entries(...args);
    expect(answer.code).toBe(code);
    expect(answer.said).toMatch(sentence);
  });
});
