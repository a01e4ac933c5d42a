import tone from '@tonejs/midi';
import { expect, it } from 'vitest';
import { partOfSong } from '../../../bench/separators/data/part-of-song.ts';
import { songFile } from './song-file.ts';

/** A text, a message to a whole device, and two channels that play, with and without saying again who does. */
const SONG = songFile(
  ...[0, 0xff, 0x01, 3, 0x90, 60, 100],
  ...[0, 0xf0, 0x81, 0x00, ...Array<number>(127).fill(1), 0xf7],
  ...[0, 0xc0, 34],
  ...[0, 0x90, 33, 100, 0, 45, 90],
  ...[96, 0x80, 33, 64, 0, 45, 64],
  ...[0, 0x99, 36, 80, 0, 38, 70],
  ...[0x83, 0x60, 36, 0, 0, 38, 0],
);

function notesOf(song: Uint8Array): [number, number, number][] {
  return new tone.Midi(song).tracks.flatMap(({ channel, notes }) =>
    notes.map(({ midi, ticks }): [number, number, number] => [channel, midi, ticks]),
  );
}

it('keeps the notes that belong to a stem, and when they are played', () => {
  expect(notesOf(SONG)).toEqual([
    [0, 33, 0],
    [0, 45, 0],
    [9, 36, 96],
    [9, 38, 96],
  ]);
  expect(notesOf(partOfSong(SONG, ({ channel }) => channel === 0))).toEqual([
    [0, 33, 0],
    [0, 45, 0],
  ]);
  expect(notesOf(partOfSong(SONG, ({ channel, number }) => channel === 9 && number === 38))).toEqual([
    [9, 38, 96],
  ]);
});

it('leaves the song that it is given as it is, and a part with all notes is the song', () => {
  const before = Buffer.from(SONG);
  partOfSong(SONG, () => false);
  expect(SONG.equals(before)).toBe(true);
  expect(partOfSong(SONG, () => true).equals(SONG)).toBe(true);
});
