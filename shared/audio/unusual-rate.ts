import { UnusableAudio } from '../errors/unusable-audio.ts';

/** Why a file is refused whose rate is none of those that `isSampleRate` lets pass, and what to do. */
export function unusualRate(sampleRate: number): UnusableAudio {
  return new UnusableAudio(
    `The file says that it has ${sampleRate} samples a second; 4000 to 192000 can be read. Export it with 44100 or 48000.`,
  );
}
