import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineRecord, RemoteRecord } from '../../../shared/engine/separation-record.ts';
import { getRemote } from '../../../shared/mvsep/contract/get-remote.ts';
import { getSeparation } from '../../../shared/mvsep/contract/get-separation.ts';
import { type EngineTables, startEngineTables } from './engine-tables.ts';
import { sampleLink, sampleSeparation } from './separation-records.ts';
import { ENGINE_URL, testEngine } from './test-engine.ts';

let tables: EngineTables;
beforeAll(async () => {
  tables = await startEngineTables();
});
afterAll(() => tables.stop());

const HASH = '20260812120000-0123456789-my-song.wav';
const separation = sampleSeparation({ hash: HASH, inputBytes: 5_976_883, outputFormat: 1 });

/** An Engine whose table holds this record. */
async function holding(record: EngineRecord) {
  const store = await tables.empty();
  await store.documents.send(new PutCommand({ TableName: store.separations, Item: record }));
  return testEngine(store);
}

async function get(record: EngineRecord) {
  const answer = await (await holding(record)).get(record.hash);
  expect(getSeparation.reply.parse(answer)).toEqual(answer);
  return { answer, read: getSeparation.answer.parse(JSON.parse(JSON.stringify(answer))) };
}

describe('get', () => {
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
    const fileName = '20260812120000-0123456789-my-song_drums.wav';
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
        input_file: { url: `${ENGINE_URL}/storage/temp/${HASH}`, size: '5.70 MB', download: 'my-song.wav' },
        files: [
          {
            type: 'Drums',
            url: `${ENGINE_URL}/storage/processed/${fileName}`,
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

  it.each([
    ['an unknown hash', separation, 'unknown'],
    ['the short hash of a link', sampleLink(), sampleLink().hash],
    ['one that is cancelled', { ...separation, status: 'cancelled' }, HASH],
    ['one whose time is over', { ...separation, expiresAt: 1_700_000_000 }, HASH],
  ] satisfies [string, EngineRecord, string][])('does not find %s', async (_, record, hash) => {
    expect(await (await holding(record)).get(hash)).toEqual({
      success: false,
      status: 'not_found',
      errors: ['File or File Hash not found'],
      message: 'File or File Hash not found',
      data: { message: 'File or File Hash not found' },
    });
  });
});

describe('get-remote', () => {
  it.each([
    [sampleLink(), { kind: 'waiting', position: 1, queueLength: 1 }],
    [sampleLink({ status: 'done', longHash: HASH }), { kind: 'done', hash: HASH }],
    [
      sampleLink({ status: 'failed', message: 'The link answers 404.' }),
      { kind: 'failed', message: 'The link answers 404.' },
    ],
  ] satisfies [RemoteRecord, unknown][])('answers %j as a client reads it', async (record, expected) => {
    const answer = await (await holding(record)).getRemote(record.hash);
    expect(getRemote.reply.parse(answer)).toEqual(answer);
    expect(getRemote.answer.parse(JSON.parse(JSON.stringify(answer)))).toEqual(expected);
    expect(answer.data.message).toEqual(expect.any(String));
  });

  it.each([
    ['an unknown hash', separation, 'unknown'],
    ['a long one', separation, HASH],
    ['one that is cancelled', sampleLink({ status: 'cancelled' }), sampleLink().hash],
    ['one whose time is over', sampleLink({ expiresAt: 1_700_000_000 }), sampleLink().hash],
  ] satisfies [string, EngineRecord, string][])('does not find %s', async (_, record, hash) => {
    expect(await (await holding(record)).getRemote(hash)).toMatchObject({
      success: false,
      status: 'not_found',
    });
  });
});
