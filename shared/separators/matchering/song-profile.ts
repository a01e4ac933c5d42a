import { realFft } from '../../audio/real-fft.ts';
import type { StereoSamples } from '../../audio/stereo-samples.ts';
import { loudPieces, type Piece } from './loud-pieces.ts';
import { midOf, sideOf } from './mid-side.ts';
import type { Signal } from './signal.ts';

/** Samples of one frame of the analysis, and taps of the filters that come of it. */
export const FRAME_SAMPLES = 4096;
const HOP_SAMPLES = FRAME_SAMPLES / 2;

/** What a song sounds like on the whole: all that is asked of it when another is made to resemble it. */
export interface SongProfile {
  /** Root mean square of the mid channel where the song is loud. */
  readonly loudRms: number;
  /** Average magnitude of each of the bins 0 to FRAME_SAMPLES/2 there. */
  readonly mid: Float64Array;
  readonly side: Float64Array;
}

/** Measures a stereo song at `SEPARATION_RATE`. Needs `loadFft` to have been awaited. */
export function songProfile(song: StereoSamples): SongProfile {
  const [mid, side] = [midOf(song), sideOf(song)];
  const { pieces, rms } = loudPieces(mid);
  return { loudRms: rms, mid: averageMagnitudes(mid, pieces), side: averageMagnitudes(side, pieces) };
}

function averageMagnitudes(signal: Signal, pieces: readonly Piece[]): Float64Array {
  const sums = new Float64Array(FRAME_SAMPLES / 2 + 1);
  let frames = 0;
  for (const { start, end } of pieces) {
    const piece = signal.subarray(start, end);
    // A piece shorter than a frame still gives one, filled up with silence.
    for (let at = 0; at === 0 || at + FRAME_SAMPLES <= piece.length; at += HOP_SAMPLES) {
      addMagnitudes(sums, piece.subarray(at, at + FRAME_SAMPLES));
      frames++;
    }
  }
  return sums.map((sum) => sum / Math.max(1, frames));
}

const WINDOW = Float32Array.from(
  { length: FRAME_SAMPLES },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / FRAME_SAMPLES),
);

function addMagnitudes(sums: Float64Array, frame: Float32Array): void {
  const fft = realFft(FRAME_SAMPLES);
  const input = fft.input;
  input.fill(0);
  frame.forEach((value, index) => {
    input[index] = value * (WINDOW[index] ?? 0);
  });
  const spectrum = fft.forward();
  const last = FRAME_SAMPLES / 2;
  // The first pair of numbers are the bins at both ends, which have no imaginary part.
  sums[0] = (sums[0] ?? 0) + Math.abs(spectrum[0] ?? 0);
  sums[last] = (sums[last] ?? 0) + Math.abs(spectrum[1] ?? 0);
  for (let bin = 1; bin < last; bin++) {
    sums[bin] = (sums[bin] ?? 0) + Math.hypot(spectrum[2 * bin] ?? 0, spectrum[2 * bin + 1] ?? 0);
  }
}
