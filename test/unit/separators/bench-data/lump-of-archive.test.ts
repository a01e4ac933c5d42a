import { expect, it } from 'vitest';
import { lumpOfArchive } from '../../../bench/separators/data/lump-of-archive.ts';

function archiveOf(lumps: Readonly<Record<string, string>>): Buffer {
  const contents = Object.values(lumps).map((text) => Buffer.from(text));
  let place = 12;
  const entries = Object.keys(lumps).map((name, index) => {
    const entry = Buffer.alloc(16);
    entry.writeUInt32LE(place, 0);
    entry.writeUInt32LE(contents[index]?.length ?? 0, 4);
    entry.write(name, 8);
    place += contents[index]?.length ?? 0;
    return entry;
  });
  const header = Buffer.from('IWAD        ');
  header.writeUInt32LE(entries.length, 4);
  header.writeUInt32LE(place, 8);
  return Buffer.concat([header, ...contents, ...entries]);
}

const ARCHIVE = archiveOf({ D_RUNNIN: 'first song', D_RUN: 'second' });

it('finds a file by its whole name', () => {
  expect(lumpOfArchive(ARCHIVE, 'D_RUNNIN').toString()).toBe('first song');
  expect(lumpOfArchive(ARCHIVE, 'D_RUN').toString()).toBe('second');
});

it('says what is not there', () => {
  expect(() => lumpOfArchive(ARCHIVE, 'D_E1M1')).toThrow('There is no D_E1M1 in the archive.');
});
