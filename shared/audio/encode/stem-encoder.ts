import type { GrowingFile } from '../../streams/growing-file.ts';
import type { Cover } from '../tags/cover.ts';
import type { SongTags } from '../tags/song-tags.ts';

/** A stem on its way into a file. */
export interface StemSound {
  readonly channels: 1 | 2;
  readonly sampleRate: number;
  /** Samples of each channel, in all blocks together. */
  readonly length: number;
  /** The sound in pieces of any length, each an array of samples for every channel, full scale being 1. */
  readonly blocks: AsyncIterable<readonly Float32Array[]>;
  /** What the file says of its song. */
  readonly tags: SongTags;
  readonly cover?: Cover;
}

/**
 * A way to write stems as files of one format. What is decoded again has exactly the samples that went in: as many,
 * the first one first. So the stems of a song add up to it, whatever the format.
 *
 * What exceeds full scale is clipped by all formats of integers, never wrapped around. Memory is bounded by the
 * longest block.
 */
export interface StemEncoder {
  /**
   * Writes the whole file.
   *
   * @throws RangeError when the blocks are not as long together as was said; what blocks and file throw.
   */
  encode(sound: StemSound, file: GrowingFile): Promise<void>;
}
