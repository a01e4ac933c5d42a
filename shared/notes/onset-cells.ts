import { type NoteActivity, PITCHES } from './note-activity.ts';

/** Frames over which a pitch has to rise for it to count as beginning. */
const RISE_FRAMES = 2;

/**
 * Where notes begin: the cells (frame · 88 + pitch) in which the certainty of a beginning is larger than a frame
 * before and after, and large enough. A sudden rise of a pitch counts as well, the largest in the song as much as the
 * surest beginning.
 *
 * @returns cells in the order of time.
 */
export function onsetCells({ notes, onsets }: NoteActivity, threshold: number): number[] {
  const scale = largest(onsets.length, (cell) => onsets[cell] ?? 0) / largest(notes.length, rise);
  const certainty = (cell: number) =>
    Math.max(onsets[cell] ?? 0, Number.isFinite(scale) ? scale * rise(cell) : 0);
  const found: number[] = [];
  for (let cell = PITCHES; cell < onsets.length - PITCHES; cell++) {
    const here = certainty(cell);
    if (here < threshold) continue;
    if (here > certainty(cell - PITCHES) && here > certainty(cell + PITCHES)) found.push(cell);
  }
  return found;

  /** By how much a pitch sounds more surely than in each of the frames before. */
  function rise(cell: number): number {
    if (cell < RISE_FRAMES * PITCHES) return 0;
    let least = Number.POSITIVE_INFINITY;
    for (let back = 1; back <= RISE_FRAMES; back++) {
      least = Math.min(least, (notes[cell] ?? 0) - (notes[cell - back * PITCHES] ?? 0));
    }
    return Math.max(0, least);
  }
}

function largest(cells: number, value: (cell: number) => number): number {
  let most = 0;
  for (let cell = 0; cell < cells; cell++) most = Math.max(most, value(cell));
  return most;
}
