import { SEPARATION_RATE } from '../../../../shared/separators/separator.ts';
import { wavFile } from '../../../audio/wav-file.ts';
import { benchSong } from '../bench-song.ts';
import type { Scratch } from './scratch.ts';

/** How speech becomes singing. */
export interface Singing {
  /** Lowest note of the melody, in Hz. */
  readonly root: number;
  /** How much longer it lasts than it was spoken. */
  readonly stretch: number;
}

/** A minor pentatonic scale, in semitones. */
const SCALE = [0, 3, 5, 7, 10, 12];
const STEP = 0.02;
const VIBRATO = { after: 0.12, semitones: 0.25, hertz: 5.5 };

/** Puts speech on a melody drawn by chance, always the same, with Praat. One channel comes out. */
export async function sing(
  scratch: Scratch,
  speech: Float32Array,
  { root, stretch }: Singing,
): Promise<Float32Array> {
  const seconds = speech.length / SEPARATION_RATE;
  const spoken = scratch.write('to-sing.wav', wavFile([speech], SEPARATION_RATE, 'float32'));
  const sung = scratch.path('sung.wav');
  const script = [
    // What has no pitch is laid anew by chance.
    'random_initializeWithSeedUnsafelyButPredictably: 12345',
    `Read from file: "${spoken}"`,
    'manipulation = To Manipulation: 0.01, 75, 500',
    `melody = Create PitchTier: "melody", 0, ${seconds}`,
    ...melody(seconds, root, stretch).map(
      ([at, hertz]) => `Add point: ${at.toFixed(4)}, ${hertz.toFixed(2)}`,
    ),
    `length = Create DurationTier: "length", 0, ${seconds}`,
    `Add point: 0.01, ${stretch}`,
    'selectObject: manipulation, melody',
    'Replace pitch tier',
    'selectObject: manipulation, length',
    'Replace duration tier',
    'selectObject: manipulation',
    'Get resynthesis (overlap-add)',
    `Save as WAV file: "${sung}"`,
  ];
  scratch.run('praat', ['--run', scratch.write('sing.praat', `${script.join('\n')}\n`)]);
  return (await benchSong(sung))[0];
}

/** Points of a melody: seconds and Hz. */
function melody(seconds: number, root: number, stretch: number): readonly (readonly [number, number])[] {
  const points: [number, number][] = [];
  const draw = chance();
  let at = 0;
  while (at < seconds) {
    const length = 0.18 + 0.15 * Math.floor(draw() * 3);
    const hertz = root * 2 ** ((SCALE[Math.floor(draw() * SCALE.length)] ?? 0) / 12);
    for (let since = 0; since < length; since += STEP) {
      const swing = Math.sin(2 * Math.PI * VIBRATO.hertz * stretch * since);
      const semitones = since > VIBRATO.after ? VIBRATO.semitones * swing : 0;
      points.push([at + since + 0.001, hertz * 2 ** (semitones / 12)]);
    }
    at += length;
  }
  return points;
}

/**
 * Numbers from 0 to 1 that look like chance and are the same every time. The product is too large to be exact, and so
 * it was when the melodies of the first measurements were drawn.
 */
function chance(): () => number {
  let state = 12_345;
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}
