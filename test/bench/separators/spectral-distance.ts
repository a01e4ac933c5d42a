import { FRAME_SAMPLES } from '../../../shared/separators/matchering/song-profile.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';

const BANDS = 24;
const LOWEST_HERTZ = 30;
const HIGHEST_HERTZ = 18_000;

/**
 * How far two average spectra, as `songProfile` has them, lie apart: root mean square over 24 bands, evenly wide for
 * the ear, of the difference of their levels, in dB.
 */
export function spectralDistance(one: Float64Array, other: Float64Array): number {
  const differences = Array.from(
    { length: BANDS },
    (_, band) => bandLevel(one, band) - bandLevel(other, band),
  );
  return Math.sqrt(differences.reduce((sum, value) => sum + value * value, 0) / BANDS);
}

function bandLevel(magnitudes: Float64Array, band: number): number {
  const edge = (at: number) => {
    const hertz = LOWEST_HERTZ * (HIGHEST_HERTZ / LOWEST_HERTZ) ** (at / BANDS);
    return Math.round((hertz * FRAME_SAMPLES) / SEPARATION_RATE);
  };
  const first = edge(band);
  const bins = magnitudes.subarray(first, Math.max(first + 1, edge(band + 1)));
  return 20 * Math.log10(1e-9 + bins.reduce((sum, value) => sum + value, 0) / bins.length);
}
