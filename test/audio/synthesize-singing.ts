import { random } from '../../shared/audio/synthesis/random.ts';
import { sungNote } from '../../shared/audio/synthesis/singer.ts';
import { StereoTrack } from '../../shared/audio/synthesis/stereo-track.ts';

/** The major pentatonic scale, in semitones. */
const SCALE = [0, 2, 4, 7, 9, 12] as const;

/** A melody sung without words, one channel: notes of a third of a second to one, and a breath now and then. */
export function synthesizeSinging(options: {
  readonly seconds: number;
  readonly seed?: number;
}): Float32Array {
  const { seconds, seed = 1 } = options;
  const next = random(seed);
  const track = new StereoTrack(seconds, 44_100);
  const root = 150 + 150 * next();
  for (let at = 0.05; at < seconds; ) {
    const length = 0.3 + 0.7 * next();
    const semitones = SCALE[Math.floor(next() * SCALE.length)] ?? 0;
    const hertz = root * 2 ** (semitones / 12);
    sungNote(track, at, length, { hertz, level: 0.3, vowel: Math.floor(3 * next()) });
    at += length + (next() < 0.25 ? 0.35 : 0.01);
  }
  return track.channels[0];
}
