import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failSeparation } from '../../../functions/engine/fail-separation/fail-separation.ts';
import type { RemoteRecord, SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { type SeparationTables, startSeparationTables } from './separation-tables.ts';

let tables: SeparationTables;
beforeAll(async () => {
  tables = await startSeparationTables();
});
afterAll(() => tables.stop());

const order = {
  createdAt: '2026-08-12T12:00:00.000Z',
  expiresAt: 1_786_800_000,
  sepType: 44,
  options: {},
  outputFormat: 1,
};
const done: SeparationRecord = {
  ...order,
  kind: 'separation',
  hash: '20260812120000-0123456789-song.wav',
  status: 'done',
  inputBytes: 1,
  files: [{ label: 'Drums', fileName: 'a_drums.wav', bytes: 9 }],
  finishedAt: '2026-08-12T12:00:25.000Z',
};
const processing: SeparationRecord = { ...done, status: 'processing' };
const link: RemoteRecord = {
  ...order,
  kind: 'remote',
  hash: 'n2AwBjy4KsFZfqqR',
  status: 'waiting',
  url: 'https://a/b',
};
const log = { info() {}, warn() {}, error() {} };

describe('failSeparation', () => {
  const unusable = {
    name: 'UnusableAudio',
    cause: JSON.stringify({ errorType: 'UnusableAudio', errorMessage: 'It is empty.' }),
  };

  it("puts the reason of our own errors on the record, in the owner's words", async () => {
    const { separations } = await tables.empty();
    await separations.create(processing);
    expect(await failSeparation({ separations, log }, done.hash, unusable)).toBe(done.hash);
    expect(await separations.find(done.hash)).toMatchObject({ status: 'failed', message: 'It is empty.' });
  });

  it.each([
    { name: 'TypeError', cause: JSON.stringify({ errorMessage: "Cannot read 'x' of undefined" }) },
    { name: 'States.Timeout', cause: '' },
    { name: 'UnusableAudio', cause: '{"cut off' },
  ])('puts a general sentence for $Error', async (error) => {
    const { separations } = await tables.empty();
    await separations.create(processing);
    await failSeparation({ separations, log }, done.hash, error);
    expect(await separations.find(done.hash)).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('failed inside the server'),
    });
  });

  it('keeps what is done, and the first reason of what failed', async () => {
    const { separations } = await tables.empty();
    await separations.create(done);
    await failSeparation({ separations, log }, done.hash, unusable);
    expect(await separations.find(done.hash)).toEqual(done);
    await separations.create(link);
    await failSeparation({ separations, log }, link.hash, unusable);
    await failSeparation({ separations, log }, link.hash, { name: 'Other', cause: '' });
    expect(await separations.find(link.hash)).toMatchObject({ status: 'failed', message: 'It is empty.' });
  });

  it('fails the separation that a link has become', async () => {
    const { separations } = await tables.empty();
    await separations.create({ ...link, status: 'done', longHash: done.hash });
    await separations.create(processing);
    expect(await failSeparation({ separations, log }, link.hash, unusable)).toBe(done.hash);
    expect(await separations.find(done.hash)).toMatchObject({ status: 'failed' });
    expect(await separations.find(link.hash)).toMatchObject({ status: 'done' });
  });
});
