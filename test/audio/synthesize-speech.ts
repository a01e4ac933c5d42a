import { random } from '../../shared/audio/synthesis/random.ts';
import { sungNote } from '../../shared/audio/synthesis/singer.ts';
import { StereoTrack } from '../../shared/audio/synthesis/stereo-track.ts';

const SYLLABLES_OF_A_SENTENCE = 9;

/**
 * Babble with the pace of speech, one channel: syllables of a hiss and a short vowel whose pitch falls, sentences,
 * pauses between them. The same arguments give the same again.
 */
export function synthesizeSpeech(options: {
  readonly seconds: number;
  readonly seed?: number;
}): Float32Array {
  const { seconds, seed = 1 } = options;
  const next = random(seed);
  const track = new StereoTrack(seconds, 44_100);
  const pitch = 95 + 90 * next();
  let syllable = 0;
  for (let at = 0.1; at < seconds; syllable++) {
    const place = syllable % SYLLABLES_OF_A_SENTENCE;
    const length = 0.1 + 0.14 * next();
    if (next() < 0.7) hiss(track, at - 0.05, 0.04 + 0.05 * next(), next);
    const hertz = pitch * (1.25 - 0.05 * place + 0.15 * next());
    sungNote(track, at, length, { hertz, level: 0.2 + 0.15 * next(), vowel: Math.floor(3 * next()) });
    at += length + 0.02 + 0.06 * next() + (place === SYLLABLES_OF_A_SENTENCE - 1 ? 0.4 + 0.3 * next() : 0);
  }
  return track.channels[0];
}

function hiss(track: StereoTrack, at: number, length: number, next: () => number): void {
  let before = 0;
  track.add(Math.max(0, at), length, 0, (t) => {
    const sample = 2 * next() - 1;
    const high = sample - before;
    before = sample;
    return 0.05 * high * Math.sin((Math.PI * t) / length);
  });
}
