import tone from '@tonejs/midi';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Note } from '../../../shared/notes/note.ts';
import { writeMidi } from '../../../shared/notes/write-midi.ts';

/** What somebody else's program reads in the file. */
function readMidi(bytes: Buffer) {
  return new tone.Midi(bytes).tracks.flatMap(({ notes }) => notes);
}

const millisecond = fc.integer({ min: 0, max: 6_000_000 });

/** Notes of which none overlaps another one of its pitch. */
const someNotes = fc
  .array(
    fc.tuple(
      fc.integer({ min: 21, max: 108 }),
      millisecond,
      fc.integer({ min: 50, max: 9_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
  )
  .map((parts) => {
    const free = new Map<number, number>();
    return parts.map(([pitch, gap, length, strength]): Note => {
      const start = (free.get(pitch) ?? 0) + gap / 1000;
      const end = start + length / 1000;
      free.set(pitch, end);
      return { pitch, start, end, strength };
    });
  });

describe('writeMidi', () => {
  it('writes notes that another program reads at the same pitch, and at the same time to a millisecond', () => {
    const order = (a: { midi: number; time: number }, b: typeof a) => a.midi - b.midi || a.time - b.time;
    fc.assert(
      fc.property(someNotes, (notes) => {
        const read = readMidi(writeMidi(notes)).sort(order);
        const wanted = notes.map(({ pitch, start, end }) => ({ midi: pitch, time: start, end })).sort(order);
        expect(read.map(({ midi }) => midi)).toEqual(wanted.map(({ midi }) => midi));
        read.forEach(({ time, duration }, index) => {
          expect(Math.abs(time - (wanted[index]?.time ?? 0))).toBeLessThan(0.001);
          expect(Math.abs(time + duration - (wanted[index]?.end ?? 0))).toBeLessThan(0.001);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('ends a note before the next one of its pitch begins', () => {
    const [first, second] = [1, 2].map((start) => ({ pitch: 60, start, end: start + 1, strength: 0.5 }));
    if (first === undefined || second === undefined) throw new Error('expected two notes');
    expect(readMidi(writeMidi([second, first])).map(({ time, duration }) => [time, duration])).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  it('writes how surely a note was heard as its velocity, which is never that of silence', () => {
    const velocities = [0, 0.001, 0.5, 1].map((strength, index) => ({
      pitch: 60 + index,
      start: 0,
      end: 1,
      strength,
    }));
    expect(readMidi(writeMidi(velocities)).map(({ velocity }) => Math.round(velocity * 127))).toEqual([
      1, 1, 64, 127,
    ]);
  });

  it('writes a song without notes', () => {
    expect(readMidi(writeMidi([]))).toEqual([]);
  });
});
