import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { bassNote, kick, padNote } from '../../../shared/audio/synthesis/instruments.ts';
import { random } from '../../../shared/audio/synthesis/random.ts';
import { sungNote } from '../../../shared/audio/synthesis/singer.ts';
import { StereoTrack } from '../../../shared/audio/synthesis/stereo-track.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';

const BEAT_SECONDS = 0.5;

/** A voice, a drum, a bass and a chord, all at once on every beat: every model should hear something of its own. */
export function trialSong(samples: number): StereoSamples {
  const track = new StereoTrack(samples / SEPARATION_RATE, SEPARATION_RATE);
  const noise = random(1);
  for (let at = 0; at < samples / SEPARATION_RATE; at += BEAT_SECONDS) {
    kick(track, at, 0.3, noise);
    bassNote(track, at, BEAT_SECONDS, 110, 0.15);
    padNote(track, at, BEAT_SECONDS, 440, 0.05);
    padNote(track, at, BEAT_SECONDS, 554.4, 0.05);
    sungNote(track, at, BEAT_SECONDS, { hertz: 330, level: 0.2, vowel: 0 });
  }
  return track.channels;
}
