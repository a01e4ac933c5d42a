import type { StereoTrack } from './stereo-track.ts';

const TURN = 2 * Math.PI;

/** Where the throat and mouth ring, in hertz with their widths, for three open vowels. */
const VOWELS = [
  [
    [730, 90],
    [1090, 110],
    [2440, 170],
  ], // as in "father"
  [
    [530, 70],
    [1840, 110],
    [2480, 160],
  ], // as in "bed"
  [
    [570, 80],
    [840, 100],
    [2410, 160],
  ], // as in "law"
] as const;

/** Above this a voice has little, and below the limit of every sample rate. */
const HIGHEST_PARTIAL_HERTZ = 4_500;

/**
 * One sung note in the middle of the stage: the partials of a voice, each as loud as the vowel lets it ring, with
 * vibrato that comes in late.
 */
export function sungNote(
  track: StereoTrack,
  at: number,
  length: number,
  note: { readonly hertz: number; readonly level: number; readonly vowel: number },
): void {
  const { hertz, level, vowel } = note;
  const partials = Array.from({ length: Math.floor(HIGHEST_PARTIAL_HERTZ / hertz) }, (_, index) => {
    const frequency = hertz * (index + 1);
    return loudness(frequency, vowel) / (index + 1);
  });
  track.add(at, length, 0, (t) => {
    const vibrato = 0.003 * Math.min(1, t / 0.25) * Math.sin(TURN * 5.6 * t);
    const edge = Math.max(0, Math.min(1, t / 0.04, (length - t) / 0.07));
    let wave = 0;
    partials.forEach((strength, index) => {
      wave += strength * Math.sin(TURN * hertz * (index + 1) * (t + vibrato / TURN));
    });
    return level * edge * wave;
  });
}

function loudness(hertz: number, vowel: number): number {
  const formants = VOWELS[vowel % VOWELS.length] ?? VOWELS[0];
  return formants.reduce((sum, [centre, width]) => sum + 1 / (1 + ((hertz - centre) / width) ** 2), 0.05);
}
