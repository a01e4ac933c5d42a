import { expect, it } from 'vitest';
import { bassChannels } from '../../../bench/separators/data/bass-channels.ts';
import { songFile } from './song-file.ts';

it('finds the channels whose program is a bass', () => {
  const programs = [...[0, 0xc0, 31], ...[0, 0xc1, 32], ...[0, 0xc2, 39], ...[0, 0xc3, 40]];
  expect([...bassChannels(songFile(...programs))]).toEqual([1, 2]);
});

it('takes a channel that changes to a bass', () => {
  expect([...bassChannels(songFile(...[0, 0xc5, 0], ...[96, 34]))]).toEqual([5]);
});

it('takes no kit of drums for a bass', () => {
  expect(bassChannels(songFile(0, 0xc9, 32)).size).toBe(0);
});
