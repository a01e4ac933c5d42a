import { UnusableAudio } from '../errors/unusable-audio.ts';
import { COMPARED_MINUTES, PADDING_SECONDS } from './song-limits.ts';

/**
 * Refuses a song that is too long to be compared with another one.
 *
 * @throws UnusableAudio
 */
export function requireComparable(seconds: number): void {
  if (seconds <= COMPARED_MINUTES * 60 + PADDING_SECONDS) return;
  throw new UnusableAudio(
    `One of the two files lasts ${Math.ceil(seconds / 60)} minutes; ${COMPARED_MINUTES} are the limit for types that ` +
      'compare two. Cut it in pieces.',
  );
}
