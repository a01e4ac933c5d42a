import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { createNotes } from '../../../../shared/notes/create-notes.ts';
import { LOWEST_PITCH, PITCHES } from '../../../../shared/notes/note-activity.ts';
import { basicPitch } from '../../../../shared/separators/basic-pitch/basic-pitch.ts';
import { hearWindow } from '../../../../shared/separators/basic-pitch/hear-window.ts';
import { pitchGraph } from '../../../../shared/separators/basic-pitch/pitch-graph.ts';
import { publishedWeights } from '../../../../shared/separators/basic-pitch/published-weights.ts';
import { WINDOW_SAMPLES } from '../../../../shared/separators/basic-pitch/window-size.ts';
import { tones } from '../../../audio/tones.ts';

const RATE = 44_100;
const ORDER = { sepType: 114, options: {} };
const CHORD = [
  { pitch: 69, start: 0.2 },
  { pitch: 60, start: 0.8 },
  { pitch: 64, start: 0.8 },
];

function published(name: string): Buffer {
  return readFileSync(createRequire(import.meta.url).resolve(`@spotify/basic-pitch/model/${name}`));
}

/** What TensorFlow.js 4.22 makes of the published graph and this window: the middle C, E, A, and the C and A above. */
const PITCHES_ASKED = [60, 64, 69, 72, 81];
const BY_TENSORFLOW: readonly (readonly [
  frame: number,
  notes: readonly number[],
  onsets: readonly number[],
])[] = [
  [17, [0.0936, 0.1019, 0.7485, 0.1025, 0.2743], [0.1463, 0.202, 0.946, 0.1415, 0.418]],
  [40, [0.1006, 0.0991, 0.7872, 0.1007, 0.1803], [0.0995, 0.0808, 0.0558, 0.1026, 0.0683]],
  [68, [0.5999, 0.6243, 0.5439, 0.3684, 0.1366], [0.899, 0.9329, 0.5026, 0.5061, 0.2082]],
  [90, [0.7072, 0.7489, 0.6466, 0.365, 0.1021], [0.1116, 0.1144, 0.0861, 0.0813, 0.0769]],
  [130, [0.7314, 0.7592, 0.6898, 0.1312, 0.0966], [0.0739, 0.0651, 0.0911, 0.0809, 0.0917]],
];

describe('the network of Basic Pitch', () => {
  it('tells of a window what TensorFlow tells of it', async () => {
    const { notes, onsets } = await hearWindow(tones(WINDOW_SAMPLES, RATE / 2, CHORD));
    for (const [frame, wantedNotes, wantedOnsets] of BY_TENSORFLOW) {
      PITCHES_ASKED.forEach((pitch, index) => {
        const cell = frame * PITCHES + pitch - LOWEST_PITCH;
        expect(Math.abs((notes[cell] ?? 0) - (wantedNotes[index] ?? 0))).toBeLessThan(5e-4);
        expect(Math.abs((onsets[cell] ?? 0) - (wantedOnsets[index] ?? 0))).toBeLessThan(5e-4);
      });
    }
  });

  it('refuses weights that are not those that were published, and a model without all of them', () => {
    const [description, numbers] = [published('model.json'), published('group1-shard1of1.bin')];
    const weights = publishedWeights(description, numbers);
    const fewer = new Map([...weights].filter(([name]) => !name.endsWith('conv2d_5/Conv2D/ReadVariableOp')));
    expect(() => pitchGraph(fewer)).toThrow('no weights conv2d_5/Conv2D');
    numbers.writeUInt8(numbers.readUInt8(1000) ^ 1, 1000);
    expect(() => publishedWeights(description, numbers)).toThrow('damaged, or those of another version');
  });
});

describe('basicPitch', () => {
  it('hears which notes are played, and when', async () => {
    const played = [
      { pitch: 60, start: 0.3, end: 1.2 },
      { pitch: 67, start: 1.3, end: 1.9 },
    ];
    const sound = tones(2 * RATE, RATE, played);
    const notes = createNotes(await basicPitch.transcribe([sound, sound], ORDER));
    expect(notes.map(({ pitch }) => pitch)).toEqual([60, 67]);
    notes.forEach(({ start, end }, index) => {
      expect(Math.abs(start - (played[index]?.start ?? 0))).toBeLessThan(0.05);
      expect(Math.abs(end - (played[index]?.end ?? 0))).toBeLessThan(0.06);
    });
  });

  it('hears in a piece with its context exactly what it hears in the whole, and what plays on one side', async () => {
    const grid = 4096;
    const context = Math.ceil(basicPitch.contextSamples / grid) * grid;
    const song = tones(7 * RATE, RATE, [...CHORD, { pitch: 57, start: 2.3 }, { pitch: 72, start: 3.9 }]);
    const mix: StereoSamples = [song, new Float32Array(song.length)];
    const whole = await basicPitch.transcribe(mix, ORDER);
    const [start, end] = [25 * grid, 45 * grid];
    const cut = (channel: 0 | 1) => mix[channel].slice(start - context, end + context);
    const place = { start: start - context, songSamples: song.length };
    const piece = await basicPitch.transcribe([cut(0), cut(1)], { ...ORDER, place });
    const cell = (sample: number) => (sample / 512) * PITCHES;
    expect(createNotes(whole).map(({ pitch }) => pitch)).toEqual(
      expect.arrayContaining([57, 60, 64, 69, 72]),
    );
    for (const kind of ['notes', 'onsets'] as const) {
      expect(piece[kind].subarray(cell(context), cell(context + end - start))).toEqual(
        whole[kind].subarray(cell(start), cell(end)),
      );
    }
  });

  it.each([1, 5_000, 72_193])('hears no notes in silence of %i samples', async (length) => {
    const activity = await basicPitch.transcribe([new Float32Array(length), new Float32Array(length)], ORDER);
    expect(activity.notes).toHaveLength(Math.ceil(length / 512) * PITCHES);
    expect(createNotes(activity)).toEqual([]);
  });
});
