import { realFft } from '../../audio/real-fft.ts';
import { FRAME_SAMPLES } from './song-profile.ts';

/** Half the width, in octaves, over which spectra are averaged: finer detail is the song's notes, not its sound. */
const SMOOTHING_OCTAVES = 1 / 12;

/** The most that a frequency is raised (24 dB): where the target has nothing, there is only noise to raise. */
const LARGEST_RATIO = 16;

/**
 * The linear-phase filter that gives a signal with one average spectrum another one: `FRAME_SAMPLES` taps,
 * symmetric around the middle one.
 *
 * @param from average magnitudes of the signal, one a bin from 0 to half the rate; @param to those it shall have.
 */
export function matchingFilter(from: Float64Array, to: Float64Array): Float32Array {
  const wanted = smoothOverOctaves(to);
  const ratio = smoothOverOctaves(from).map((given, bin) => limitedRatio(wanted[bin] ?? 0, given));
  const fft = realFft(FRAME_SAMPLES);
  const input = fft.input;
  input.fill(0);
  const last = FRAME_SAMPLES / 2;
  input[0] = ratio[1] ?? 0; // A constant offset is no sound; its bin says little.
  input[1] = ratio[last] ?? 0;
  for (let bin = 1; bin < last; bin++) input[2 * bin] = ratio[bin] ?? 0;
  const response = fft.backward();
  return Float32Array.from({ length: FRAME_SAMPLES }, (_, tap) => {
    const value = response[(tap + last) % FRAME_SAMPLES] ?? 0;
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * tap) / FRAME_SAMPLES);
    return (value / FRAME_SAMPLES) * window;
  });
}

/** Silence is made to resemble nothing: its ratio is 1. */
function limitedRatio(wanted: number, given: number): number {
  if (given === 0) return 1;
  return Math.min(LARGEST_RATIO, wanted / given);
}

function smoothOverOctaves(curve: Float64Array): Float64Array {
  const sums = new Float64Array(curve.length + 1);
  curve.forEach((value, bin) => {
    sums[bin + 1] = (sums[bin] ?? 0) + value;
  });
  const factor = 2 ** SMOOTHING_OCTAVES;
  return curve.map((_, bin) => {
    const first = Math.round(bin / factor);
    const end = Math.min(curve.length, Math.round(bin * factor) + 1);
    return ((sums[end] ?? 0) - (sums[first] ?? 0)) / (end - first);
  });
}
