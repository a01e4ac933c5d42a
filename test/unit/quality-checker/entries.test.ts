import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addEntry } from '../../../functions/quality-checker/add-entry/add-entry.ts';
import { deleteEntry } from '../../../functions/quality-checker/delete-entry/delete-entry.ts';
import { failEvaluation } from '../../../functions/quality-checker/fail-evaluation/fail-evaluation.ts';
import { showEntry } from '../../../functions/quality-checker/show-entry/show-entry.ts';
import { OWNER_ID } from '../../../shared/engine/accounts/account.ts';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import { qualityEntry as wireEntry } from '../../../shared/mvsep/contract/quality-entry.ts';
import { showLeaderboard } from '../../../shared/mvsep/contract/show-leaderboard.ts';
import type { DatasetSource } from '../../../shared/quality-checker/dataset-source.ts';
import { entryAnswer } from '../../../shared/quality-checker/entry-answer.ts';
import { entryKeys } from '../../../shared/quality-checker/entry-keys.ts';
import { qualityKeys } from '../../../shared/quality-checker/quality-keys.ts';
import { sine } from '../../audio/sine.ts';
import { wavFile } from '../../audio/wav-file.ts';
import { loopbackServer } from '../engine/loopback-server.ts';
import { startTestChecker, type TestChecker } from './test-checker.ts';
import { honestZip } from './zips.ts';

const LENGTH = 4_000;
const voice = [sine(LENGTH, 440), sine(LENGTH, 440)];
const band = [sine(LENGTH, 110), sine(LENGTH, 165)];

const source: DatasetSource = {
  stems: ['vocals', 'instrum'],
  songs: [
    {
      name: 'song',
      sampleRate: 44_100,
      channels: 2,
      samples: LENGTH,
      encoding: 'float32',
      stem: async (stem) => (stem === 'vocals' ? voice : band),
    },
  ],
};

/** A zip whose stems are too quiet by these factors: SDR is then -20·log10(1 - factor). */
function zipOf(vocals: number, instrum: number): Promise<Buffer> {
  const scaled = (channels: readonly Float32Array[], factor: number) =>
    wavFile(
      channels.map((channel) => channel.map((value) => value * factor)),
      44_100,
      'float32',
    );
  return honestZip({ 'song_vocals.wav': scaled(voice, vocals), 'song_instrum.wav': scaled(band, instrum) });
}

const sdrOf = (factor: number) => -20 * Math.log10(1 - factor);

let checker: TestChecker;
let ids: number[];
beforeAll(async () => {
  checker = await startTestChecker();
  await checker.install(source);
  ids = [];
  for (const [algoName, vocals, instrum] of [
    ['Half of Everything', 0.5, 0.5],
    ['Voice first', 0.9, 0.1],
    ['Band First', 0.2, 0.8],
  ] as const) {
    const id = await checker.queued(await zipOf(vocals, instrum), { algoName, isEnsemble: true });
    await checker.evaluate(id);
    ids.push(id);
  }
});
afterAll(() => checker.stop());

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => (error instanceof CallRefusal ? `${error.status} ${error.message}` : error),
  );

describe('add', () => {
  it('answers the id and where to see the entry, keeps the zip, and starts one evaluation named after it', async () => {
    const { id, link } = await checker.add(await zipOf(0.3, 0.3), { algo_name: 'Waits' });
    expect(link).toBe(`https://engine.example/api/quality_checker/entry?id=${id}`);
    const calls = checker.started.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);
    expect(calls.at(-1)).toMatchObject({ name: `entry-${id}`, input: JSON.stringify({ id }) });
    const { data } = await showEntry(checker.deps, id);
    expect(data).toMatchObject({ proc: 0, msg: '', metrics: null, proc_remote_date: null, sdr_vocals: 0 });
    expect(await checker.deps.entries.find(id)).toMatchObject({
      passwordHash: expect.stringMatching(/^scrypt:/),
    });
    await checker.remove(id, 'pass');
  });

  it('refuses a form without zipfile and url, and a dataset that is not installed, naming those that are', async () => {
    const fields = { algo_name: 'a', main_text: 'b', dataset_type: 0, ensemble: 0, password: 'c' };
    expect(await refusal(addEntry(checker.deps, fields, 'somebody', undefined))).toMatch(
      /^400 The zipfile field/,
    );
    expect(await refusal(checker.add(await zipOf(0, 0), { dataset_type: 7 }))).toBe(
      '400 There is no dataset_type 7 here. Use one of 0 (Synth).',
    );
  });

  it('refuses an account that sends too many in an hour, and takes any number of the owner', async () => {
    const deps = { ...checker.deps, submissions: checker.counter(1) };
    const fields = { algo_name: 'a', main_text: 'b', dataset_type: 0, ensemble: 0, password: 'c' };
    const sent = { ...fields, url: 'https://stems.example/a.zip' };
    const send = (accountId: string) => refusal(addEntry(deps, sent, accountId, undefined));
    const before = await deps.entries.latest({ start: 0, limit: 20 });
    expect(await refusal(addEntry(deps, fields, 'eager', undefined))).toMatch(/^400/);
    expect(await send('eager')).toBeUndefined();
    expect(await send('eager')).toMatch(/^429 Too many entries\./);
    for (const owner of [OWNER_ID, OWNER_ID]) expect(await send(owner)).toBeUndefined();
    const added = (await deps.entries.latest({ start: 0, limit: 20 })).slice(0, -before.length);
    expect(added.map(({ accountId }) => accountId)).toEqual([OWNER_ID, OWNER_ID, 'eager']);
    for (const entry of added) await deps.entries.delete(entry);
  });

  it('takes the entry back when its evaluation cannot be started', async () => {
    checker.started.on(StartExecutionCommand).rejects(new Error('throttled'));
    const before = await checker.deps.entries.latest({ start: 0, limit: 20 });
    await expect(checker.add(await zipOf(0.3, 0.3))).rejects.toThrow('throttled');
    expect(await checker.deps.entries.latest({ start: 0, limit: 20 })).toEqual(before);
    checker.started.on(StartExecutionCommand).resolves({});
  });
});

describe('an evaluated entry', () => {
  it('is shown as the contract says, with the mean SDR of every stem', async () => {
    const { data } = await showEntry(checker.deps, ids[1] ?? 0);
    expect(wireEntry.parse(data)).toEqual(data);
    expect(data).toMatchObject({
      id: ids[1],
      dataset_type: 0,
      dataset_name: 'Synth',
      date: '2026-08-12 12:00:00',
      proc_remote_date: '2026-08-12 12:00:00',
      algo_name: 'Voice first',
      main_text: 'A test.',
      proc: 1,
      msg: 'OK',
      is_ensemble: 1,
    });
    expect(data.sdr_vocals).toBeCloseTo(sdrOf(0.9), 4);
    expect(data.sdr_instrum).toBeCloseTo(sdrOf(0.1), 4);
    expect(data.metrics).toBe('Metric sdr for vocals: 20.0000\nMetric sdr for instrum: 0.9151');
  });

  it('has its zip deleted', async () => {
    const { bucket, s3 } = checker.deps;
    const head = new HeadObjectCommand({ Bucket: bucket, Key: qualityKeys.submission(ids[0] ?? 0) });
    await expect(s3.send(head)).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('stays as it is when its evaluation is repeated or said to have failed later', async () => {
    const before = await showEntry(checker.deps, ids[0] ?? 0);
    await checker.evaluate(ids[0] ?? 0);
    expect(await showEntry(checker.deps, ids[0] ?? 0)).toEqual(before);
  });
});

describe('an entry that never ends', () => {
  it('is shown as failed once no evaluation can still run, in the queue as well', async () => {
    const id = await checker.queued(await zipOf(0.3, 0.3));
    const entry = await checker.deps.entries.find(id);
    if (entry === undefined) throw new Error('The entry is gone.');
    const later = (hours: number) => new Date(checker.clock.now.getTime() + hours * 3_600_000);
    expect(entryAnswer(entry, later(2.9))).toMatchObject({ proc: 0 });
    expect(wireEntry.parse(entryAnswer(entry, later(3.1)))).toMatchObject({
      proc: 1,
      msg: expect.stringMatching(/did not take place/),
      sdr_vocals: -1000,
    });
    await checker.deps.entries.delete(entry);
  });
});

describe('an evaluation that breaks', () => {
  const endedBy = async (error: { name: string; cause: string | undefined }) => {
    const id = await checker.queued(await zipOf(0.3, 0.3));
    await failEvaluation(checker.deps, id, error);
    const entry = await checker.deps.entries.find(id);
    if (entry === undefined) throw new Error('The entry is gone.');
    await checker.deps.entries.delete(entry);
    return entryAnswer(entry, checker.clock.now);
  };
  const cause = JSON.stringify({ errorMessage: 'What happened inside.', trace: [] });

  it('tells whoever sent the zip what is meant for them', async () => {
    const answer = await endedBy({ name: 'UnusableSubmission', cause });
    expect(wireEntry.parse(answer)).toMatchObject({
      proc: 1,
      msg: 'What happened inside.',
      sdr_vocals: -1000,
    });
  });

  it.each([
    ['a fault of ours', { name: 'TypeError', cause }],
    ['a function that was killed', { name: 'Lambda.Unknown', cause: 'no JSON' }],
    ['an execution that ran out of time', { name: 'TIMED_OUT', cause: undefined }],
    ['a speaking error without words', { name: 'UnusableSubmission', cause: '{}' }],
  ])('keeps to itself what %s was', async (_, error) => {
    const { proc, msg } = await endedBy(error);
    expect(proc).toBe(1);
    expect(msg).toMatch(/failed inside the server/);
  });
});

describe('the leaderboard', () => {
  const names = async (query: Parameters<TestChecker['leaderboard']>[0] = {}) =>
    (await checker.leaderboard(query)).data.map(({ algo_name }) => algo_name);

  it('is sorted by the first stem unless told otherwise, and answers as the contract says', async () => {
    const board = await checker.leaderboard();
    expect(showLeaderboard.reply.parse(board)).toEqual(board);
    expect(board).toMatchObject({
      dataset_type: 0,
      sortables: ['sdr_vocals', 'sdr_instrum'],
      sort: 'sdr_vocals',
    });
    expect(board.data.map(({ id }) => id)).toEqual([ids[1], ids[0], ids[2]]);
  });

  it.each([
    ['sdr_instrum', ['Band First', 'Half of Everything', 'Voice first'], 'sdr_instrum'],
    ['instrum', ['Band First', 'Half of Everything', 'Voice first'], 'sdr_instrum'],
    ['SDR_Vocals', ['Voice first', 'Half of Everything', 'Band First'], 'sdr_vocals'],
    ['id; drop table', ['Voice first', 'Half of Everything', 'Band First'], 'sdr_vocals'],
    ['', ['Voice first', 'Half of Everything', 'Band First'], 'sdr_vocals'],
  ])('takes sort=%s', async (sort, order, sortedBy) => {
    expect(await names({ sort })).toEqual(order);
    expect((await checker.leaderboard({ sort })).sort).toBe(sortedBy);
  });

  it('filters by a part of the name in whatever case, before it counts start and limit', async () => {
    expect(await names({ algo_name_filter: 'FIRST' })).toEqual(['Voice first', 'Band First']);
    expect(await names({ algo_name_filter: 'first', start: 1 })).toEqual(['Band First']);
    expect(await names({ algo_name_filter: 'first', limit: 1 })).toEqual(['Voice first']);
    expect(await names({ algo_name_filter: 'nobody' })).toEqual([]);
  });

  it('pages', async () => {
    expect(await names({ start: 1, limit: 1 })).toEqual(['Half of Everything']);
    expect(await names({ start: 3 })).toEqual([]);
  });

  it('is empty for a dataset that is not installed', async () => {
    expect(await checker.leaderboard({ dataset_type: 12 })).toEqual({
      data: [],
      dataset_type: 12,
      sortables: [],
      sort: '',
    });
  });

  it('sorts the keys of any two scores as the scores', () => {
    const score = fc.double({ min: -1000, max: 200, noNaN: true });
    fc.assert(
      fc.property(score, score, (a, b) => {
        const key = (value: number) => entryKeys.rank({ datasetType: 0, id: 5 }, 'vocals', value).sk;
        if (a - b > 1e-6) expect(key(a) > key(b)).toBe(true);
        expect(key(a).length).toBe(key(b).length);
      }),
    );
    const tie = (id: number) => entryKeys.rank({ datasetType: 0, id }, 'vocals', 9).sk;
    expect(tie(3) > tie(4)).toBe(true);
  });
});

describe('the queue', () => {
  it('lists the latest first, and pages', async () => {
    const listed = (start: number, limit: number) =>
      checker.deps.entries.latest({ start, limit }).then((entries) => entries.map(({ id }) => id));
    const newestFirst = ids.toReversed();
    expect(await listed(0, 20)).toEqual(newestFirst);
    expect(await listed(1, 1)).toEqual(newestFirst.slice(1, 2));
    expect(await listed(50, 10)).toEqual([]);
    expect(await listed(2_147_483_647, 20)).toEqual([]);
  });
});

describe('delete', () => {
  it('refuses a wrong password and an unknown id, and changes nothing', async () => {
    expect(await refusal(checker.remove(ids[0] ?? 0, 'guess'))).toMatch(/^400 The password is wrong/);
    expect(await refusal(checker.remove(987_654, 'pass'))).toBe('400 Job not found');
    expect((await checker.leaderboard()).data).toHaveLength(3);
  });

  it('refuses further guesses from an address, and deletes for who knows the password at another one', async () => {
    const id = await checker.queued(await zipOf(0.3, 0.3));
    const deps = { ...checker.deps, attempts: checker.counter(2) };
    const from = (address: string, password: string) => refusal(deleteEntry(deps, { id, password }, address));
    expect(await from('203.0.113.1', 'a')).toMatch(/^400 The password is wrong/);
    expect(await from('203.0.113.1', 'b')).toMatch(/^400 The password is wrong/);
    expect(await from('203.0.113.1', 'pass')).toMatch(/^429 Too many attempts to delete this entry/);
    expect(await from('203.0.113.2', 'pass')).toBeUndefined();
  });

  it('refuses further guesses from everywhere once there were very many', async () => {
    const id = await checker.queued(await zipOf(0.3, 0.3));
    const deps = { ...checker.deps, attemptsInAll: checker.counter(1) };
    const from = (address: string, password: string) => refusal(deleteEntry(deps, { id, password }, address));
    expect(await from('203.0.113.3', 'a')).toMatch(/^400 The password is wrong/);
    expect(await from('203.0.113.4', 'pass')).toMatch(/^429/);
    await checker.remove(id, 'pass');
  });

  it('takes an entry out of queue and leaderboard; a second time there is none', async () => {
    const id = await checker.queued(await zipOf(0.99, 0.99), { algoName: 'Short-lived' });
    await checker.evaluate(id);
    expect((await checker.leaderboard()).data[0]).toMatchObject({ id });
    expect(await checker.remove(id, 'pass')).toEqual({
      success: true,
      data: { message: 'successfully deleted' },
    });
    for (const sort of ['vocals', 'instrum']) {
      expect((await checker.leaderboard({ sort })).data.map((entry) => entry.id)).not.toContain(id);
    }
    expect(await refusal(checker.remove(id, 'pass'))).toBe('400 Job not found');
    expect(await refusal(showEntry(checker.deps, id))).toBe('400 Job not found');
  });

  it('lets a running evaluation come to nothing', async () => {
    const id = await checker.queued(await zipOf(0.5, 0.5));
    await checker.deps.entries.start(id);
    await checker.remove(id, 'pass');
    await checker.evaluate(id);
    expect(await checker.deps.entries.find(id)).toBeUndefined();
    expect((await checker.leaderboard()).data).toHaveLength(3);
  });
});

describe('a zip given by link', () => {
  it('is fetched and evaluated', async () => {
    const zip = await zipOf(0.5, 0.5);
    const server = await loopbackServer((_, response) => response.end(zip));
    checker.deps.allowedPrivateOrigins.push(server.origin);
    const entry = await checker.judged({ url: `${server.origin}/stems.zip` });
    server.close();
    expect(entry).toMatchObject({ msg: 'OK' });
    expect(entry.sdr_vocals).toBeCloseTo(sdrOf(0.5), 4);
    await checker.deps.entries.delete((await checker.deps.entries.find(Number(entry.id))) ?? neverFound());
  });

  it.each([
    ['this machine', 'http://127.0.0.1:9/stems.zip', /private address/],
    ['no address at all', 'ftp://example.com/stems.zip', /http/],
  ])('is refused when it leads to %s', async (_, url, message) => {
    expect((await checker.judged({ url })).msg).toMatch(message);
  });

  it('is refused when the server answers an error', async () => {
    const server = await loopbackServer((_, response) => response.writeHead(404).end());
    checker.deps.allowedPrivateOrigins.push(server.origin);
    expect((await checker.judged({ url: `${server.origin}/gone.zip` })).msg).toMatch(/404/);
    server.close();
  });
});

function neverFound(): never {
  throw new Error('The entry is gone.');
}
