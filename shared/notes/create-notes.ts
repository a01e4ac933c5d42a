import { SEPARATION_RATE } from '../separators/separator.ts';
import type { Note } from './note.ts';
import { FRAME_SAMPLES, LOWEST_PITCH, type NoteActivity, PITCHES } from './note-activity.ts';
import { onsetCells } from './onset-cells.ts';

/** How sure it must be that a note begins, and that it goes on. */
const ONSET_THRESHOLD = 0.5;
const NOTE_THRESHOLD = 0.3;

/** A note lasts longer than this: 128 ms. */
const SHORTEST_FRAMES = 11;

/** So long a pitch may be unsure before its note is over. */
const QUIET_FRAMES = 11;

/**
 * The notes of a whole song, in the order of time, by the method that was published with Basic Pitch: from each
 * beginning, the last one first, a note goes on until its pitch has been quiet for a while. What sounds without a
 * beginning makes notes as well, from the surest frame in both directions. A note silences its neighbours by a
 * semitone, which would else be heard as notes beside it.
 */
export function createNotes(activity: NoteActivity): Note[] {
  const search = new NoteSearch(activity.notes);
  const notes: Note[] = [];
  for (const cell of onsetCells(activity, ONSET_THRESHOLD).toReversed()) notes.push(...search.from(cell));
  for (const cell of search.surestCells()) notes.push(...search.around(cell));
  return notes.sort((a, b) => a.start - b.start || a.pitch - b.pitch);
}

/** Looks for notes in the certainties of all pitches; a cell is frame · 88 + pitch. */
class NoteSearch {
  readonly #certainty: Float32Array;
  readonly #frames: number;
  /** 1 where a note has been found. */
  readonly #taken: Uint8Array;

  constructor(certainty: Float32Array) {
    this.#certainty = certainty;
    this.#frames = certainty.length / PITCHES;
    this.#taken = new Uint8Array(certainty.length);
  }

  /** The note that begins in a cell, if one does. */
  from(cell: number): Note[] {
    const [start, pitch] = [Math.floor(cell / PITCHES), cell % PITCHES];
    const end = this.#walk(start, pitch, 1);
    if (end - start <= SHORTEST_FRAMES) return [];
    for (let frame = start; frame < end; frame++) this.#take(frame, pitch);
    return [this.#note(start, end, pitch)];
  }

  /** The note that a cell is part of, if it lasts; it is taken in any case. */
  around(cell: number): Note[] {
    if (this.#taken[cell] === 1) return [];
    const [middle, pitch] = [Math.floor(cell / PITCHES), cell % PITCHES];
    this.#taken[cell] = 1;
    const take = (frame: number) => this.#take(frame, pitch);
    // Here the published method ends a note with its last frame, not behind it.
    const end = this.#walk(middle, pitch, 1, take) - 1;
    const start = this.#walk(middle, pitch, -1, take) + 1;
    return end - start <= SHORTEST_FRAMES ? [] : [this.#note(start, end, pitch)];
  }

  /** All that is left of sounding pitches, the surest first; of equals the earliest. */
  surestCells(): Uint32Array {
    const isLeft = (cell: number) => this.#taken[cell] === 0 && (this.#certainty[cell] ?? 0) > NOTE_THRESHOLD;
    let count = 0;
    for (let cell = 0; cell < this.#certainty.length; cell++) count += isLeft(cell) ? 1 : 0;
    const cells = new Uint32Array(count);
    for (let cell = 0, next = 0; cell < this.#certainty.length; cell++)
      if (isLeft(cell)) cells[next++] = cell;
    return cells.sort((a, b) => (this.#certainty[b] ?? 0) - (this.#certainty[a] ?? 0) || a - b);
  }

  /** Goes on from a frame while a pitch sounds, or to the song's edge. @returns the first frame in which it is quiet. */
  #walk(from: number, pitch: number, step: 1 | -1, pass?: (frame: number) => void): number {
    let frame = from + step;
    let quiet = 0;
    while (frame > 0 && frame < this.#frames - 1 && quiet < QUIET_FRAMES) {
      const cell = frame * PITCHES + pitch;
      const isQuiet = this.#taken[cell] === 1 || (this.#certainty[cell] ?? 0) < NOTE_THRESHOLD;
      quiet = isQuiet ? quiet + 1 : 0;
      pass?.(frame);
      frame += step;
    }
    return frame - step * quiet;
  }

  #take(frame: number, pitch: number): void {
    const cell = frame * PITCHES + pitch;
    this.#taken[cell] = 1;
    if (pitch > 0) this.#taken[cell - 1] = 1;
    if (pitch < PITCHES - 1) this.#taken[cell + 1] = 1;
  }

  #note(start: number, end: number, pitch: number): Note {
    let sum = 0;
    for (let frame = start; frame < end; frame++) sum += this.#certainty[frame * PITCHES + pitch] ?? 0;
    return {
      pitch: LOWEST_PITCH + pitch,
      start: (start * FRAME_SAMPLES) / SEPARATION_RATE,
      end: (end * FRAME_SAMPLES) / SEPARATION_RATE,
      strength: sum / (end - start),
    };
  }
}
