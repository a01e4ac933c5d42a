import { CHUNK_GRID_SAMPLES, SEPARATION_RATE } from '../separators/separator.ts';

/** How long neighbouring chunks overlap in the stems, for the cross-fade that joins them. */
export const FADE_SAMPLES = CHUNK_GRID_SAMPLES;

/** One chunk, as half-open ranges of samples of the whole song. */
export interface Chunk {
  readonly index: number;
  /** What the chunk is responsible for: the cores of all chunks cover the song exactly once. */
  readonly coreStart: number;
  readonly coreEnd: number;
  /** Up to here its stems are kept, beyond the core, to be faded into the next chunk. */
  readonly keepEnd: number;
  /** What its separation needs to see. */
  readonly readStart: number;
  readonly readEnd: number;
}

/** The length of a chunk's core for a wish in seconds: rounded up to the common grid of frames. */
export function chunkSamplesFor(seconds: number): number {
  return onGrid(Math.max(1, seconds * SEPARATION_RATE));
}

/** How a song is cut: see `planChunks`. */
export interface SongCut {
  /** Of the whole song. */
  readonly samples: number;
  /** A multiple of the grid, see `chunkSamplesFor`. */
  readonly chunkSamples: number;
  readonly contextSamples: number;
}

/**
 * Cuts a song into chunks that start on the grid of frames and bring along as much context as the separator
 * needs, so that their stems equal those of the whole song.
 */
export function planChunks(song: SongCut): Chunk[] {
  const count = Math.max(1, Math.ceil(song.samples / song.chunkSamples));
  return Array.from({ length: count }, (_, index) => chunkAt(index, song));
}

/** One chunk of that plan; of a song whose length is not known yet (Infinity), one that does not reach its end. */
export function chunkAt(index: number, { samples, chunkSamples, contextSamples }: SongCut): Chunk {
  const context = onGrid(contextSamples);
  const coreStart = index * chunkSamples;
  const coreEnd = Math.min(samples, coreStart + chunkSamples);
  const keepEnd = Math.min(samples, coreEnd + FADE_SAMPLES);
  return {
    index,
    coreStart,
    coreEnd,
    keepEnd,
    readStart: Math.max(0, coreStart - context),
    readEnd: Math.min(samples, keepEnd + context),
  };
}

function onGrid(samples: number): number {
  return Math.ceil(samples / CHUNK_GRID_SAMPLES) * CHUNK_GRID_SAMPLES;
}
