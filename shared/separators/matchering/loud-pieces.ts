import { SEPARATION_RATE } from '../separator.ts';
import type { Signal } from './signal.ts';

/** Long enough for a verse or a chorus to show its level, short enough to tell the two apart. */
const LONGEST_PIECE_SAMPLES = 15 * SEPARATION_RATE;

/** A half-open range of samples. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/** The loud part of a song. */
export interface LoudPieces {
  readonly pieces: readonly Piece[];
  /** Root mean square over these pieces. */
  readonly rms: number;
}

/**
 * Cuts a song into equal pieces of at most 15 seconds and keeps those that are at least as loud as the whole:
 * what people mean by a song's loudness is that of its chorus, not of its intro.
 *
 * @param gain each sample is multiplied by it and clipped at full scale before it is measured, if given.
 */
export function loudPieces(mid: Signal, gain?: number): LoudPieces {
  const count = Math.max(1, Math.ceil(mid.length / LONGEST_PIECE_SAMPLES));
  const measured = Array.from({ length: count }, (_, index) => {
    const piece = {
      start: Math.floor((index * mid.length) / count),
      end: Math.floor(((index + 1) * mid.length) / count),
    };
    return { piece, power: power(mid.subarray(piece.start, piece.end), gain) };
  });
  const average = mean(measured);
  // A hair below counts too, or rounding would leave none of several pieces that are all the same.
  const loud = measured.filter((one) => one.power >= average * (1 - 1e-9));
  return { pieces: loud.map(({ piece }) => piece), rms: Math.sqrt(mean(loud)) };
}

function power(samples: Float32Array, gain: number | undefined): number {
  let total = 0;
  for (const sample of samples) {
    const value = gain === undefined ? sample : Math.max(-1, Math.min(1, sample * gain));
    total += value * value;
  }
  return samples.length === 0 ? 0 : total / samples.length;
}

function mean(measured: readonly { readonly power: number }[]): number {
  return measured.reduce((total, { power: one }) => total + one, 0) / measured.length;
}
