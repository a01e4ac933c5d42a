import { loadFft } from '../../audio/real-fft.ts';
import type { Separator } from '../separator.ts';
import { compareSongs } from './compare-songs.ts';
import { convolve } from './convolve.ts';
import { LIMITER_CONTEXT_SAMPLES, limitPeaks } from './limit-peaks.ts';
import { toMidSide, toStereo } from './mid-side.ts';
import { FRAME_SAMPLES, songProfile } from './song-profile.ts';

/**
 * Makes a song sound like another one: loudness, tone and stereo width of its loud parts, after the method that
 * the Matchering project published (https://github.com/sergree/matchering), written anew.
 *
 * The comparison sees both songs whole; its two filters are all that a chunk needs to know of it.
 */
export const matchering: Separator = {
  slug: 'matchering',
  contextSamples: FRAME_SAMPLES + LIMITER_CONTEXT_SAMPLES,
  async compareWith(reference) {
    await loadFft();
    const profile = songProfile(reference);
    return (target) => compareSongs(target, profile);
  },
  async separate(mix, { comparison: [midFilter, sideFilter] = [] }) {
    if (midFilter === undefined || sideFilter === undefined)
      throw new Error('Matchering without a comparison.');
    await loadFft();
    const { mid, side } = toMidSide(mix);
    return [limitPeaks(toStereo({ mid: convolve(mid, midFilter), side: convolve(side, sideFilter) }))];
  },
};
