import type { StereoSamples } from '../../audio/stereo-samples.ts';
import { UnusableAudio } from '../../errors/unusable-audio.ts';
import { convolve } from './convolve.ts';
import { loudPieces } from './loud-pieces.ts';
import { matchingFilter } from './matching-filter.ts';
import { midOf } from './mid-side.ts';
import { type SongProfile, songProfile } from './song-profile.ts';

/** Below this, -100 dB of full scale, a song counts as silence. */
const SILENCE = 1e-5;

/** Rounds of "how loud is it once clipped, and what is missing"; later ones change next to nothing. */
const LOUDNESS_CORRECTIONS = 4;

/**
 * The filters for mid and side that make a target sound like a reference, loudness included. A silent target
 * stays what it is.
 *
 * @throws UnusableAudio when the reference is silence.
 */
export function compareSongs(target: StereoSamples, reference: SongProfile): [Float32Array, Float32Array] {
  if (reference.loudRms < SILENCE) {
    throw new UnusableAudio('The reference file holds nothing but silence. Send a song to resemble.');
  }
  const own = songProfile(target);
  const level = own.loudRms < SILENCE ? 1 : reference.loudRms / own.loudRms;
  const levelled = (magnitudes: Float64Array) => magnitudes.map((magnitude) => magnitude * level);
  const mid = matchingFilter(levelled(own.mid), reference.mid);
  const side = matchingFilter(levelled(own.side), reference.side);
  const gain = own.loudRms < SILENCE ? 1 : correctedGain(convolve(midOf(target), mid), level, reference);
  return [mid.map((tap) => tap * gain), side.map((tap) => tap * gain)];
}

/** The gain at which the filtered song is as loud as the reference although its peaks are cut. */
function correctedGain(filteredMid: Float32Array, level: number, { loudRms }: SongProfile): number {
  let gain = level;
  for (let round = 0; round < LOUDNESS_CORRECTIONS; round++) {
    const { rms } = loudPieces(filteredMid, gain);
    if (rms < SILENCE) break; // The filters leave nothing: no gain brings it back.
    gain *= loudRms / rms;
  }
  return gain;
}
