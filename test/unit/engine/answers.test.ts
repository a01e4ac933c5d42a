import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerGetRemote } from '../../../functions/engine/get-remote-separation/answer-get-remote.ts';
import { answerGet } from '../../../functions/engine/get-separation/answer-get.ts';
import { describeAlgorithms } from '../../../functions/engine/list-algorithms/describe-algorithms.ts';
import { hashParameter } from '../../../shared/engine/hash-parameter.ts';
import type { RemoteRecord, SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { getRemote } from '../../../shared/mvsep/contract/get-remote.ts';
import { getSeparation } from '../../../shared/mvsep/contract/get-separation.ts';
import { listAlgorithms } from '../../../shared/mvsep/contract/list-algorithms.ts';
import { apiEvent } from './form-event.ts';
import { type SeparationTables, startSeparationTables } from './separation-tables.ts';

let tables: SeparationTables;
beforeAll(async () => {
  tables = await startSeparationTables();
});
afterAll(() => tables.stop());

const HASH = '20260812120000-0123456789-my-song.wav';
const engineUrl = 'https://engine.example';

const common = {
  createdAt: '2026-08-12T12:00:00.000Z',
  expiresAt: 1_786_800_000,
  sepType: 44,
  options: {},
  outputFormat: 1,
};
const separation: SeparationRecord = {
  ...common,
  kind: 'separation',
  hash: HASH,
  status: 'waiting',
  inputBytes: 5_976_883,
};
const remote: RemoteRecord = {
  ...common,
  kind: 'remote',
  hash: 'n2AwBjy4KsFZfqqR',
  status: 'waiting',
  url: 'https://a/b',
};

async function get(record: SeparationRecord, ...others: SeparationRecord[]) {
  const { separations } = await tables.empty();
  for (const one of [record, ...others]) await separations.create(one);
  const answer = await answerGet({ separations, engineUrl }, record.hash);
  return { answer, read: getSeparation.answer.parse(JSON.parse(JSON.stringify(answer))) };
}

describe('answerGet', () => {
  it('tells a waiting separation its place in the queue', async () => {
    const { answer, read } = await get(
      separation,
      { ...separation, hash: 'earlier', createdAt: '2026-08-12T11:59:59.000Z' },
      { ...separation, hash: 'later', createdAt: '2026-08-12T12:00:01.000Z' },
      { ...separation, hash: 'done', createdAt: '2026-08-12T11:00:00.000Z', status: 'done' },
    );
    expect(answer).toMatchObject({
      success: true,
      status: 'waiting',
      data: { queue_count: 3, current_order: 2 },
    });
    expect(read).toEqual({ kind: 'waiting', position: 2, queueLength: 3 });
  });

  it('tells a place within the queue although the queue moves between two looks at it', async () => {
    const { separations, through } = await tables.empty();
    await separations.create(separation);
    let looks = 0;
    let before: Promise<unknown> = Promise.resolve();
    const moving = through((command, send) => {
      if (command !== 'QueryCommand') return send();
      // One look after the other; before the second, five more come in, some of them with an earlier time.
      const look = before.then(async () => {
        looks += 1;
        for (const hour of looks === 2 ? [10, 10, 10, 11, 13] : []) {
          const createdAt = `2026-08-12T${hour}:00:00.000Z`;
          await separations.create({ ...separation, hash: `${Math.random()}`, createdAt });
        }
        return send();
      });
      before = look;
      return look;
    });
    const { count, order } = await moving.queue('waiting', separation.createdAt);
    expect(looks).toBe(2);
    expect(order).toBeLessThanOrEqual(count);
    const nowhere = await (await tables.empty()).separations.queue('waiting', separation.createdAt);
    expect(nowhere).toEqual({ count: 1, order: 1 });
  });

  it('tells the chunks of a distributed one as integers', async () => {
    const { answer } = await get({
      ...separation,
      status: 'distributing',
      allChunks: 7,
      finishedChunks: new Set([3, 5]),
    });
    expect(answer.data).toMatchObject({
      queue_count: 0,
      current_order: 0,
      finished_chunks: 2,
      all_chunks: 7,
    });
  });

  it.each(['processing', 'merging'] as const)('tells %s with a message and without files', async (status) => {
    const { answer } = await get({ ...separation, status });
    expect(answer).toEqual({ success: true, status, data: { message: expect.any(String) } });
  });

  it('tells the reason of a failure', async () => {
    const { answer } = await get({ ...separation, status: 'failed', message: 'The file is empty.' });
    expect(answer).toEqual({ success: true, status: 'failed', data: { message: 'The file is empty.' } });
  });

  it('lists the files of a finished one with absolute links', async () => {
    const fileName = '20260812120000-0123456789-my-song_median_hpss_drums.wav';
    const { answer, read } = await get({
      ...separation,
      status: 'done',
      finishedAt: '2026-08-12T12:00:25.123Z',
      files: [{ label: 'Drums', fileName, bytes: 6_123_456 }],
    });
    expect(answer).toEqual({
      success: true,
      status: 'done',
      data: {
        hash: HASH,
        message: expect.any(String),
        algorithm: expect.stringContaining('not the named neural model'),
        algorithm_description: expect.any(String),
        output_format: 'wav (uncompressed, 16 bit)',
        size: '5.70 MB',
        tags: null,
        input_file: { url: `${engineUrl}/storage/temp/${HASH}`, size: '5.70 MB', download: 'my-song.wav' },
        files: [
          {
            type: 'Drums',
            url: `${engineUrl}/storage/processed/${fileName}`,
            size: '5.84 MB',
            bytes: 6_123_456,
            download: fileName,
          },
        ],
        date: '2026-08-12 12:00:25',
      },
    });
    expect(read).toMatchObject({ kind: 'done', files: [{ type: 'Drums', bytes: 6_123_456 }] });
  });

  it('does not find an unknown hash, an empty one, nor the short one of a link', async () => {
    const { separations } = await tables.empty();
    await separations.create(remote);
    const foreign = hashParameter(apiEvent({ query: { hash: '界'.repeat(1_000) } }));
    for (const hash of ['unknown', '', foreign, remote.hash]) {
      const answer = await answerGet({ separations, engineUrl }, hash);
      expect(answer).toEqual({
        success: false,
        status: 'not_found',
        errors: ['File or File Hash not found'],
        message: 'File or File Hash not found',
        data: { message: 'File or File Hash not found' },
      });
    }
  });
});

describe('answerGetRemote', () => {
  it.each([
    [remote, { kind: 'waiting', position: 1, queueLength: 1 }],
    [
      { ...remote, status: 'done', longHash: HASH },
      { kind: 'done', hash: HASH },
    ],
    [
      { ...remote, status: 'failed', message: 'The link answers 404.' },
      { kind: 'failed', message: 'The link answers 404.' },
    ],
  ] satisfies [RemoteRecord, unknown][])('answers %j as a client reads it', async (record, expected) => {
    const { separations } = await tables.empty();
    await separations.create(record);
    const answer = await answerGetRemote({ separations, engineUrl }, record.hash);
    expect(getRemote.answer.parse(JSON.parse(JSON.stringify(answer)))).toEqual(expected);
    expect(answer.data.message).toEqual(expect.any(String));
  });

  it('does not find an unknown hash, nor a long one', async () => {
    const { separations } = await tables.empty();
    await separations.create(separation);
    for (const hash of ['unknown', '', HASH]) {
      expect(await answerGetRemote({ separations, engineUrl }, hash)).toMatchObject({
        success: false,
        status: 'not_found',
      });
    }
  });
});

describe('describeAlgorithms', () => {
  it('lists the types that run here as a client reads them', () => {
    const read = listAlgorithms.answer.parse(JSON.parse(JSON.stringify(describeAlgorithms())));
    expect(read.map((type) => [type.renderId, type.name, type.isActive])).toEqual([
      [44, 'MVSep Drums (drums, other)', true],
      [55, 'Phantom Centre extraction (by wesleyr36)', true],
    ]);
    expect(read[0]?.algorithmFields[0]?.options).toMatchObject({
      5: expect.stringContaining('BS Roformer'),
    });
  });

  it('carries every key of an item, with JSON inside the texts that hold it', () => {
    const [drums] = describeAlgorithms('no_upload,single_upload');
    expect(JSON.parse(drums?.outputs ?? '')).toEqual({ drums: 'Drums', other: 'Other' });
    expect(JSON.parse(drums?.output_stems ?? '')).toEqual(['drums', 'other']);
    expect(drums?.algorithm_group).toEqual({ id: 20, name: 'Drums, Bass and Synth' });
    expect(drums?.description).toContain('No neural network');
  });

  it('leaves out types of other scopes, and takes an empty scope as none', () => {
    expect(describeAlgorithms('matchering_upload')).toEqual([]);
    expect(describeAlgorithms('')).toHaveLength(2);
  });
});
