import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';
import type { Song } from './open-song.ts';

/** Resamplers end a moment later than the song. */
const MARGIN_SECONDS = 1;

/**
 * A whole song in memory, once: room for the longest that it may be is asked for, and takes nothing where nothing is
 * written to. Blocks that are gathered first and joined then would be there twice.
 *
 * @param seconds how long the song may be; `openSong` sees to it.
 */
export async function wholeSong({ channels, blocks }: Song, seconds: number): Promise<Float32Array[]> {
  const most = Math.ceil((seconds + MARGIN_SECONDS) * SEPARATION_RATE);
  const room = Array.from({ length: channels }, () => new Float32Array(most));
  let length = 0;
  for await (const block of blocks) {
    for (const [position, channel] of room.entries()) channel.set(block[position] ?? [], length);
    length += block[0]?.length ?? 0;
  }
  return room.map((channel) => channel.subarray(0, length));
}
