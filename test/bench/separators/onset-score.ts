import type { Note } from '../../../shared/notes/note.ts';

/** How far a note may begin from where it was played. */
const TOLERANCE_SECONDS = 0.07;

/** What is compared: only where a note begins, and its pitch. */
export type Onset = Pick<Note, 'pitch' | 'start'>;

export interface OnsetScore {
  /** Which part of the heard notes was played, and which part of the played ones was heard. */
  readonly precision: number;
  readonly recall: number;
  /** Their harmonic mean. */
  readonly f1: number;
}

/** Scores heard notes against those that were played. Two instruments in unison count as one note. */
export function onsetScore(played: readonly Onset[], heard: readonly Onset[]): OnsetScore {
  const open = new Map(played.map((note) => [`${note.pitch} ${note.start.toFixed(2)}`, note]));
  const count = open.size;
  let hits = 0;
  for (const note of heard) {
    const distance = (one: Onset) => Math.abs(one.start - note.start);
    const near = [...open].filter(
      ([, one]) => one.pitch === note.pitch && distance(one) <= TOLERANCE_SECONDS,
    );
    const [best] = near.sort(([, a], [, b]) => distance(a) - distance(b));
    if (best === undefined) continue;
    open.delete(best[0]);
    hits++;
  }
  const [precision, recall] = [hits / Math.max(1, heard.length), hits / Math.max(1, count)];
  return { precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}
