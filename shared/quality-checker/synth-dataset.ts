import { bassNote, hat, kick, padNote, snare } from '../audio/synthesis/instruments.ts';
import { random } from '../audio/synthesis/random.ts';
import { sungNote } from '../audio/synthesis/singer.ts';
import { StereoTrack } from '../audio/synthesis/stereo-track.ts';
import type { DatasetSource, SourceSong } from './dataset-source.ts';

/** What the dataset that comes with the Engine is called, and which `dataset_type` it has. */
export const SYNTH_DATASET = { type: 0, name: 'Synth' } as const;

const SAMPLE_RATE = 44_100;
/** All stems of all songs fit in one form: API Gateway and Lambda let some 4.4 MB through. */
const SECONDS = 3;
const SONGS = 3;

/** The loudest moment of a mixture. */
const PEAK = 0.8;

/** Chords as semitones above the root: the bass first, then the voices. */
const CHORDS = [
  [-12, 7, 12, 16],
  [-15, 4, 9, 12],
  [-19, 5, 9, 12],
  [-17, 7, 11, 14],
] as const;

/** Tones that fit all of the chords. */
const MELODY = [0, 2, 4, 7, 9, 12] as const;

/**
 * The small dataset that comes with the Engine: a voice and a band, played by code of ours, so that no recording
 * has to be in the repository and anybody may use it. The same on every machine, to the 16 bits it is written in.
 */
export function synthDataset(): DatasetSource {
  return { stems: ['vocals', 'instrum'], songs: Array.from({ length: SONGS }, (_, index) => song(index)) };
}

function song(index: number): SourceSong {
  const stems = once(() => play(index + 1));
  return {
    name: `song_${index}`,
    sampleRate: SAMPLE_RATE,
    channels: 2,
    samples: SECONDS * SAMPLE_RATE,
    encoding: 'int16',
    stem: async (name) => (name === 'vocals' ? stems().vocals : stems().instrum),
  };
}

interface Performance {
  readonly vocals: readonly Float32Array[];
  readonly instrum: readonly Float32Array[];
}

function play(seed: number): Performance {
  const next = random(seed * 7_919);
  const vocals = new StereoTrack(SECONDS, SAMPLE_RATE);
  const instrum = new StereoTrack(SECONDS, SAMPLE_RATE);
  const beat = 60 / (96 + 12 * seed);
  const root = 220 * 2 ** (seed / 12);
  for (let at = 0, count = 0; at < SECONDS; at += beat, count++) {
    playBeat(instrum, { at, beat, count, root, noise: next });
    if (count % 4 !== 3) sing(vocals, { at, beat, root, next });
  }
  return levelled(vocals, instrum);
}

function playBeat(
  track: StereoTrack,
  beat: { at: number; beat: number; count: number; root: number; noise: () => number },
): void {
  const { at, count, root, noise } = beat;
  const [bass = 0, ...voices] = CHORDS[Math.floor(count / 2) % CHORDS.length] ?? [];
  if (count % 2 === 0) kick(track, at, 0.7, noise);
  else snare(track, at, 0.4, noise);
  for (const half of [0, 0.5]) hat(track, at + half * beat.beat, 0.2, false, noise);
  bassNote(track, at, beat.beat * 0.95, (root / 2) * 2 ** (bass / 12), 0.3);
  if (count % 2 === 1) return;
  for (const voice of voices) padNote(track, at, 2 * beat.beat, root * 2 ** (voice / 12), 0.05);
}

function sing(
  track: StereoTrack,
  { at, beat, root, next }: { at: number; beat: number; root: number; next: () => number },
): void {
  const semitones = MELODY[Math.floor(next() * MELODY.length)] ?? 0;
  const note = { hertz: root * 2 ** (semitones / 12), level: 0.55, vowel: Math.floor(next() * 3) };
  sungNote(track, at, beat * 0.9, note);
}

/** Both at one level, in steps of 16 bits: the sum of what is written is then exactly the mixture. */
function levelled(vocals: StereoTrack, instrum: StereoTrack): Performance {
  let peak = 1e-9;
  vocals.channels.forEach((channel, position) => {
    channel.forEach((value, index) => {
      peak = Math.max(peak, Math.abs(value + (instrum.channels[position]?.[index] ?? 0)));
    });
  });
  const stepped = (track: StereoTrack) =>
    track.channels.map((channel) =>
      channel.map((value) => Math.round((value * PEAK * 32_768) / peak) / 32_768),
    );
  return { vocals: stepped(vocals), instrum: stepped(instrum) };
}

function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
