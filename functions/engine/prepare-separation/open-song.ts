import { mixDown } from '../../../shared/audio/mix-down.ts';
import { type PieceResampler, resampler } from '../../../shared/audio/resample.ts';
import { streamAudio } from '../../../shared/audio/stream-audio.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';
import type { ByteSource } from '../../../shared/streams/byte-source.ts';

/** Shorter than one frame of the analysis, there is nothing to take apart. */
const SHORTEST_SECONDS = 0.1;

/** A song as separators take it, a block in memory at a time. */
export interface Song {
  /** One or two. */
  readonly channels: number;
  /** At the rate that separators work at. Fails with `UnusableAudio` where the song breaks off, or a limit is passed. */
  readonly blocks: AsyncIterable<Float32Array[]>;
}

/** How long a song may be, and what its owner is told when it is longer. */
export interface LengthLimit {
  readonly seconds: number;
  readonly tooLong: () => UnusableAudio;
}

/**
 * Opens a song, mixes it down to at most two channels and brings it to the rate that separators work at. It is decoded no further
 * than the limit: a few kilobytes may hold hours, whatever their headers say.
 *
 * @throws UnusableAudio with a sentence for the song's owner.
 */
export async function openSong(source: ByteSource, limit: LengthLimit): Promise<Song> {
  const { channels, speakers, sampleRate, blocks, close } = await streamAudio(source);
  try {
    const stereo = mixed(blocks, mixDown(channels, speakers));
    const within = withinLimits(stereo, sampleRate, limit);
    const count = Math.min(2, channels);
    return { channels: count, blocks: atSeparationRate(within, sampleRate, count) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function* mixed(
  blocks: AsyncIterable<Float32Array[]>,
  mix: (block: Float32Array[]) => Float32Array[],
): AsyncGenerator<Float32Array[]> {
  for await (const block of blocks) yield mix(block);
}

async function* withinLimits(
  blocks: AsyncIterable<Float32Array[]>,
  sampleRate: number,
  { seconds, tooLong }: LengthLimit,
): AsyncGenerator<Float32Array[]> {
  let played = 0;
  for await (const block of blocks) {
    played += (block[0]?.length ?? 0) / sampleRate;
    if (played > seconds) throw tooLong();
    yield block;
  }
  if (played >= SHORTEST_SECONDS) return;
  throw new UnusableAudio(
    `The file lasts ${Math.round(played * 1000)} ms, which is too short to separate. Songs last 100 ms at least.`,
  );
}

async function* atSeparationRate(
  blocks: AsyncIterable<Float32Array[]>,
  sampleRate: number,
  channels: number,
): AsyncGenerator<Float32Array[]> {
  if (sampleRate === SEPARATION_RATE) return yield* blocks;
  const begin = resampler(sampleRate, SEPARATION_RATE);
  const resamplers: PieceResampler[] = Array.from({ length: channels }, begin);
  for await (const block of blocks) {
    yield resamplers.map(({ push }, position) => push(block[position] ?? new Float32Array()));
  }
  yield resamplers.map(({ end }) => end());
}
