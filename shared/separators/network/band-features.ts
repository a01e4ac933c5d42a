import type { StereoSamples } from '../../audio/stereo-samples.ts';
import type { BandLayout } from './band-layout.ts';
import type { NetworkCard } from './network-card.ts';
import { windowedSpectrum } from './windowed-spectrum.ts';

/** Left, right, their middle and their side. */
export const SIGNALS = 4;

/** What a network is given of a mix: for each signal `frames` rows of one number a band. */
export interface BandFeatures {
  readonly frames: number;
  readonly values: Float32Array;
  /** By frame whether both channels play exactly the same. */
  readonly mono: readonly boolean[];
}

/** What the network hears of silence. */
const FLOOR = 1e-7;

/**
 * The logarithms of the energies of all bands. Frame f has its middle at sample (f - lead)·hop: the first `lead`
 * frames are silent, and put the others where they lie in the groups of the song. Silent frames fill the last group.
 */
export function bandFeatures(
  mix: StereoSamples,
  { size, hop, group }: NetworkCard,
  layout: BandLayout,
  lead: number,
): BandFeatures {
  const { bands } = layout;
  const heard = Math.floor(mix[0].length / hop) + 2;
  const frames = Math.ceil((lead + heard) / group) * group;
  const values = new Float32Array(SIGNALS * frames * bands).fill(featureOf(0));
  const mono = Array<boolean>(frames).fill(true);
  const energies = new Float64Array(3 * bands);
  const left = new Float32Array(size);
  const plane = frames * bands;
  for (let frame = lead; frame < lead + heard; frame++) {
    const start = (frame - lead) * hop - size / 2;
    left.set(windowedSpectrum(mix[0], start, size));
    addEnergies(energies.fill(0), left, windowedSpectrum(mix[1], start, size), layout);
    let apart = 0;
    for (let band = 0; band < bands; band++) {
      const bins = (layout.edges[band + 1] ?? 0) - (layout.edges[band] ?? 0);
      const one = energies[3 * band] ?? 0;
      const two = energies[3 * band + 1] ?? 0;
      const both = 2 * (energies[3 * band + 2] ?? 0);
      const side = Math.max(0, one + two - both) / 4;
      const cell = frame * bands + band;
      values[cell] = featureOf(one / bins);
      values[plane + cell] = featureOf(two / bins);
      values[2 * plane + cell] = featureOf(Math.max(0, one + two + both) / 4 / bins);
      values[3 * plane + cell] = featureOf(side / bins);
      apart += side;
    }
    mono[frame] = apart === 0;
  }
  return { frames, values, mono };
}

function featureOf(energy: number): number {
  return Math.log10(energy + FLOOR) * 0.5 + 1;
}

/** Adds up by band |L|², |R|² and Re⟨L,R⟩, from which the energies of middle and side follow. */
function addEnergies(
  energies: Float64Array,
  left: Float32Array,
  right: Float32Array,
  { bands, edges }: BandLayout,
): void {
  const lastBin = left.length / 2;
  for (let band = 0; band < bands; band++) {
    let one = 0;
    let two = 0;
    let both = 0;
    const end = edges[band + 1] ?? 0;
    for (let bin = edges[band] ?? 0; bin < end; bin++) {
      // Bin 0 and the last bin are real, and share the first pair of numbers.
      const real = bin === lastBin ? 1 : 2 * bin;
      const hasImaginary = bin > 0 && bin < lastBin ? 1 : 0;
      const a = left[real] ?? 0;
      const b = hasImaginary * (left[real + 1] ?? 0);
      const c = right[real] ?? 0;
      const d = hasImaginary * (right[real + 1] ?? 0);
      one += a * a + b * b;
      two += c * c + d * d;
      both += a * c + b * d;
    }
    energies[3 * band] = one;
    energies[3 * band + 1] = two;
    energies[3 * band + 2] = both;
  }
}
