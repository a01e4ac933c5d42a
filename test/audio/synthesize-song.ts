import { bassNote, hat, kick, leadNote, padNote, snare } from '../../shared/audio/synthesis/instruments.ts';
import { random } from '../../shared/audio/synthesis/random.ts';
import { StereoTrack } from '../../shared/audio/synthesis/stereo-track.ts';

/** A song of our own making whose stems are known, so that a separation of it can be measured. */
export interface SynthesizedSong {
  readonly sampleRate: number;
  /** Two channels; the sample-by-sample sum of the stems. */
  readonly mix: readonly [Float32Array, Float32Array];
  readonly stems: {
    readonly drums: readonly [Float32Array, Float32Array];
    readonly other: readonly [Float32Array, Float32Array];
  };
}

/** Chords as semitones above the key's root: the bass note first, then the voices of the pad. */
const PROGRESSIONS: readonly (readonly (readonly number[])[])[] = [
  [
    [-3, 9, 12, 16],
    [-7, 9, 12, 17],
    [0, 7, 12, 16],
    [-5, 7, 11, 14],
  ], // vi IV I V
  [
    [0, 7, 12, 16],
    [-5, 7, 11, 14],
    [-3, 9, 12, 16],
    [-7, 9, 12, 17],
  ], // I V vi IV
  [
    [2, 9, 14, 17],
    [-5, 7, 11, 17],
    [0, 7, 11, 16],
    [-3, 7, 12, 16],
  ], // ii V I vi
];

/** The major pentatonic scale: whatever order its tones come in, they fit the chords. */
const PENTATONIC = [0, 2, 4, 7, 9] as const;

/** Lengths of a melody's notes in eighths; each list fills a bar of four quarters. */
const RHYTHMS: readonly (readonly number[])[] = [
  [3, 1, 2, 2],
  [2, 2, 3, 1],
  [4, 1, 1, 2],
  [1, 1, 2, 4],
];

const PEAK = 0.8;

/**
 * Composes and plays a little tune: kick, snare and hats against bass, chords and a lead. The seed picks
 * tempo, key, chords, rhythm and melody; the same arguments give the same song again.
 */
export function synthesizeSong(options: {
  readonly seconds: number;
  readonly sampleRate?: number;
  readonly seed?: number;
}): SynthesizedSong {
  const { seconds, sampleRate = 44_100, seed = 1 } = options;
  const next = random(seed);
  const eighth = 60 / (92 + Math.floor(next() * 36)) / 2;
  const root = 261.63 * 2 ** ((Math.floor(next() * 9) - 4) / 12);
  const drums = new StereoTrack(seconds, sampleRate);
  const other = new StereoTrack(seconds, sampleRate);
  const progression = pick(PROGRESSIONS, next);
  const melody = composer(next);
  const noise = random(seed + 1_000);
  for (let bar = 0; bar * 8 * eighth < seconds; bar++) {
    const at = bar * 8 * eighth;
    const chord = progression[bar % progression.length] ?? [];
    playDrums(drums, at, eighth, bar, noise);
    playChord(other, at, eighth, root, chord);
    for (const note of melody()) {
      leadNote(other, at + note.start * eighth, note.length * eighth * 0.95, root * 2 * note.ratio, 0.13);
    }
  }
  return mixDown(drums, other);
}

function playDrums(track: StereoTrack, at: number, eighth: number, bar: number, noise: () => number): void {
  for (const beat of bar % 2 === 0 ? [0, 4] : [0, 3, 4]) kick(track, at + beat * eighth, 0.75, noise);
  for (const beat of bar % 4 === 3 ? [2, 6, 7] : [2, 6]) snare(track, at + beat * eighth, 0.45, noise);
  for (let beat = 0; beat < 8; beat++) {
    hat(track, at + beat * eighth, beat % 2 === 0 ? 0.3 : 0.2, beat === 7 && bar % 2 === 1, noise);
  }
}

function playChord(
  track: StereoTrack,
  at: number,
  eighth: number,
  root: number,
  chord: readonly number[],
): void {
  const [bass = 0, ...voices] = chord.map((semitones) => root * 2 ** (semitones / 12));
  for (const [start, length] of [
    [0, 3],
    [3, 3],
    [6, 2],
  ] as const) {
    bassNote(track, at + start * eighth, length * eighth * 0.96, bass / 4, 0.3);
  }
  for (const voice of voices) padNote(track, at, 8 * eighth, voice, 0.05);
}

/** Bars of a melody that walks up and down the scale by small steps. */
function composer(next: () => number): () => { start: number; length: number; ratio: number }[] {
  let step = 5;
  return () => {
    let start = 0;
    return pick(RHYTHMS, next).map((length) => {
      step = Math.min(9, Math.max(2, step + Math.floor(next() * 5) - 2));
      const octave = Math.floor(step / PENTATONIC.length) - 1;
      const semitones = (PENTATONIC[step % PENTATONIC.length] ?? 0) + 12 * octave;
      const note = { start, length, ratio: 2 ** (semitones / 12) };
      start += length;
      return note;
    });
  };
}

function mixDown(drums: StereoTrack, other: StereoTrack): SynthesizedSong {
  let peak = 1e-9;
  for (const channel of [0, 1] as const) {
    other.channels[channel].forEach((value, index) => {
      peak = Math.max(peak, Math.abs(value + (drums.channels[channel][index] ?? 0)));
    });
  }
  const scaled = (track: StereoTrack, channel: 0 | 1) =>
    track.channels[channel].map((value) => (value * PEAK) / peak);
  const stems = {
    drums: [scaled(drums, 0), scaled(drums, 1)] as const,
    other: [scaled(other, 0), scaled(other, 1)] as const,
  };
  const sum = (channel: 0 | 1) =>
    stems.drums[channel].map((value, index) => value + (stems.other[channel][index] ?? 0));
  return { sampleRate: drums.sampleRate, mix: [sum(0), sum(1)], stems };
}

function pick<Item>(items: readonly Item[], next: () => number): Item {
  const item = items[Math.floor(next() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}
