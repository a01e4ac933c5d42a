import { describe, expect, it } from 'vitest';
import { createNotes } from '../../../shared/notes/create-notes.ts';
import { LOWEST_PITCH, type NoteActivity, PITCHES } from '../../../shared/notes/note-activity.ts';

const FRAME_SECONDS = 512 / 44_100;

/** A pitch that sounds from one frame up to another, with a beginning or without. */
interface Sounding {
  readonly pitch: number;
  readonly from: number;
  readonly to: number;
  readonly certainty?: number;
  readonly onset?: number;
}

function activityOf(soundings: readonly Sounding[], frames = 200): NoteActivity {
  const activity = { notes: new Float32Array(frames * PITCHES), onsets: new Float32Array(frames * PITCHES) };
  for (const { pitch, from, to, certainty = 0.8, onset } of soundings) {
    const cell = (frame: number) => frame * PITCHES + pitch - LOWEST_PITCH;
    for (let frame = from; frame < to; frame++) activity.notes[cell(frame)] = certainty;
    if (onset !== undefined) activity.onsets[cell(from)] = onset;
  }
  return activity;
}

/** The notes in frames, rounded. */
function found(soundings: readonly Sounding[], frames?: number): number[][] {
  return createNotes(activityOf(soundings, frames)).map(({ pitch, start, end }) => [
    pitch,
    Math.round(start / FRAME_SECONDS),
    Math.round(end / FRAME_SECONDS),
  ]);
}

describe('createNotes', () => {
  it('makes a note of a beginning and of what sounds after it, and tells how surely', () => {
    const notes = createNotes(activityOf([{ pitch: 60, from: 10, to: 40, onset: 0.9 }]));
    expect(notes).toEqual([
      { pitch: 60, start: 10 * FRAME_SECONDS, end: 40 * FRAME_SECONDS, strength: expect.closeTo(0.8, 5) },
    ]);
  });

  it('makes notes of the lowest and of the highest key, in the order of time', () => {
    expect(
      found([
        { pitch: 108, from: 50, to: 90, onset: 0.9 },
        { pitch: 21, from: 10, to: 40, onset: 0.9 },
      ]),
    ).toEqual([
      [21, 10, 40],
      [108, 50, 90],
    ]);
  });

  it.each([
    [11, 0],
    [12, 1],
  ])('makes of %i frames %i notes', (frames, notes) => {
    expect(found([{ pitch: 60, from: 10, to: 10 + frames, onset: 0.9 }])).toHaveLength(notes);
  });

  it('lets a note go on over a gap of ten frames, and end at one of eleven', () => {
    const parts = (gap: number): Sounding[] => [
      { pitch: 60, from: 10, to: 40, onset: 0.9 },
      { pitch: 60, from: 40 + gap, to: 80, certainty: 0.4 },
    ];
    expect(found(parts(10))).toEqual([[60, 10, 80]]);
    expect(found(parts(11))[0]).toEqual([60, 10, 40]);
  });

  it('ends a note where the next one of its pitch begins', () => {
    const activity = activityOf([{ pitch: 60, from: 10, to: 80, onset: 0.9 }]);
    activity.onsets[40 * PITCHES + 60 - LOWEST_PITCH] = 0.7;
    expect(
      createNotes(activity).map(({ start, end }) =>
        [start / FRAME_SECONDS, end / FRAME_SECONDS].map(Math.round),
      ),
    ).toEqual([
      [10, 40],
      [40, 80],
    ]);
  });

  it('takes a sudden rise for a beginning where the song has beginnings at all', () => {
    const rise: Sounding = { pitch: 72, from: 100, to: 140 };
    expect(found([{ pitch: 40, from: 10, to: 40, onset: 0.9 }, rise])).toEqual([
      [40, 10, 40],
      [72, 100, 140],
    ]);
  });

  it('finds what sounds without a beginning, a frame shorter', () => {
    expect(found([{ pitch: 60, from: 10, to: 40 }])).toEqual([[60, 10, 39]]);
  });

  it('hears no semitone beside a note, but a whole tone', () => {
    const beside = (pitch: number): Sounding => ({ pitch, from: 10, to: 40, certainty: 0.4 });
    const note: Sounding = { pitch: 60, from: 10, to: 40, onset: 0.9 };
    expect(found([note, beside(61)])).toEqual([[60, 10, 40]]);
    expect(found([note, beside(62)])).toHaveLength(2);
  });

  it('makes no notes of what is unsure, of silence, or of a song of no length', () => {
    expect(found([{ pitch: 60, from: 10, to: 40, certainty: 0.29, onset: 0.4 }])).toEqual([]);
    expect(found([])).toEqual([]);
    expect(found([], 0)).toEqual([]);
    expect(found([], 1)).toEqual([]);
  });
});
