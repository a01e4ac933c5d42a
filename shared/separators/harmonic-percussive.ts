import { loadFft } from '../audio/real-fft.ts';
import { istft, type Spectrogram, stft } from '../audio/stft.ts';
import { runningMedian } from './running-median.ts';
import { SEPARATION_RATE, type Separator } from './separator.ts';
import { splitMix } from './split-mix.ts';

/** Long enough frames to tell the partials of a chord apart, which is what keeps them out of the drums. */
const SHAPE = { size: 4096, hop: 1024 } as const;

/** Steps of the median along time: half a second in all, longer than a hit and shorter than most notes. */
const FRAME_REACH = 10;

/** Steps of the median along frequency: 180 Hz in all, wider than a partial and narrower than a drum's noise. */
const BIN_REACH = 8;

/**
 * Below this many hertz a kick drum rings in one or two bins, just like a bass note, and no median along
 * frequency finds it. There, what rises above the median along time counts as a hit as well.
 */
const KICK_HERTZ = 150;

/** Keeps the quotient of two silences finite. */
const TINY = 1e-20;

/**
 * Drums against everything else by median filtering (FitzGerald, "Harmonic/Percussive Separation using
 * Median Filtering", DAFx 2010): a drum hit is a vertical line in the spectrogram, a note a horizontal one,
 * so a median along time removes the first and a median along frequency the second. The rule for kick drums is
 * ours.
 */
export const harmonicPercussive: Separator = {
  slug: 'median_hpss',
  contextSamples: SHAPE.size + FRAME_REACH * SHAPE.hop,
  async separate(mix) {
    await loadFft();
    const left = stft(mix[0], SHAPE);
    const right = stft(mix[1], SHAPE);
    const mask = percussiveMask(jointMagnitudes(left, right), left.frames);
    return splitMix(mix, [istft(left, mask), istft(right, mask)]);
  },
};

/** One magnitude for both channels, so that both get the same mask and the stereo image stays in place. */
function jointMagnitudes(left: Spectrogram, right: Spectrogram): Float32Array {
  // Floats 2k and 2k+1 of a frame belong to bin k; the first pair holds the two outermost bins, both real.
  return Float32Array.from({ length: left.values.length / 2 }, (_, index) => {
    const a = left.values[2 * index] ?? 0;
    const b = left.values[2 * index + 1] ?? 0;
    const c = right.values[2 * index] ?? 0;
    const d = right.values[2 * index + 1] ?? 0;
    return Math.sqrt(a * a + b * b + c * c + d * d);
  });
}

/** For each frame and bin the share of the energy that is percussive, from 0 to 1. */
function percussiveMask(magnitudes: Float32Array, frames: number): Float32Array {
  const bins = SHAPE.size / 2;
  const harmonic = new Float32Array(magnitudes.length);
  for (let bin = 0; bin < bins; bin++) {
    runningMedian(magnitudes, harmonic, { start: bin, stride: bins, length: frames }, FRAME_REACH);
  }
  const percussive = new Float32Array(magnitudes.length);
  for (let frame = 0; frame < frames; frame++) {
    runningMedian(magnitudes, percussive, { start: frame * bins, stride: 1, length: bins }, BIN_REACH);
  }
  const kickBins = (KICK_HERTZ * SHAPE.size) / SEPARATION_RATE;
  for (let index = 0; index < percussive.length; index++) {
    const tone = harmonic[index] ?? 0;
    const excess = index % bins < kickBins ? (magnitudes[index] ?? 0) - tone : 0;
    const hit = Math.max(percussive[index] ?? 0, excess);
    percussive[index] = hit ** 2 / (hit ** 2 + tone ** 2 + TINY);
  }
  return percussive;
}
