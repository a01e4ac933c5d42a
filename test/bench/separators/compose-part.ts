import { random } from '../../../shared/audio/synthesis/random.ts';
import type { Note } from '../../../shared/notes/note.ts';

const BEAT_SECONDS = 0.5;
const BEATS_PER_BAR = 4;

/** Roots of the chords, a bar each, and what stands on them. */
const ROOTS = [48, 45, 53, 55];
const CHORDS = [
  [0, 4, 7],
  [0, 3, 7],
  [0, 4, 7],
  [0, 4, 7, 10],
];
const SCALE = [72, 74, 76, 77, 79, 81, 83, 84];

/** A part for a keyboard of a bass, broken chords and a melody, three to five notes at a time. */
export function composePart(seconds: number, seed: number): Note[] {
  const chance = random(seed);
  const notes: Note[] = [];
  const play = (pitch: number, start: number, length: number) =>
    notes.push({ pitch, start, end: start + 0.95 * length, strength: 0.55 + 0.3 * chance() });
  for (let beat = 0; beat * BEAT_SECONDS < seconds - BEAT_SECONDS; beat++) {
    const bar = Math.floor(beat / BEATS_PER_BAR) % ROOTS.length;
    const [root = 48, chord = [0]] = [ROOTS[bar], CHORDS[bar]];
    const start = beat * BEAT_SECONDS;
    if (beat % 2 === 0) play(root - 12, start, 2 * BEAT_SECONDS);
    if (beat % 2 === 1) for (const step of chord) play(root + 12 + step, start, BEAT_SECONDS);
    else play(root + 12 + (chord[beat % chord.length] ?? 0), start, BEAT_SECONDS);
    const halves = chance() < 0.4 ? 2 : 1;
    for (let half = 0; half < halves; half++) {
      const pitch = SCALE[Math.floor(chance() * SCALE.length)] ?? 72;
      play(pitch, start + (half * BEAT_SECONDS) / halves, BEAT_SECONDS / halves);
    }
  }
  return notes;
}
