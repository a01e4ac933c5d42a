import { existsSync, readFileSync } from 'node:fs';
import tone from '@tonejs/midi';
import { createNotes } from '../../../shared/notes/create-notes.ts';
import { writeMidi } from '../../../shared/notes/write-midi.ts';
import { basicPitch } from '../../../shared/separators/basic-pitch/basic-pitch.ts';
import { composePart } from './compose-part.ts';
import type { Measure, MeasuredRow } from './measure.ts';
import { onsetScore } from './onset-score.ts';
import { renderingProblem, renderMidi } from './render-midi.ts';

const ORDER = { sepType: 114, options: {} };

/** Drums have no pitches. */
const DRUM_CHANNEL = 9;

/** Songs of the package openttd-openmsx, by people. The bar was set by the beginning of the first one. */
const FOLDER = '/usr/share/games/openttd/baseset/openmsx';
const MINUTE = 60;
const SONGS = [
  { song: 'moo_redfarn', seconds: 20, bar: { atLeast: 80 } },
  { song: 'moo_redfarn', seconds: MINUTE },
  { song: 'slow_neasy_redfarn', seconds: MINUTE },
  { song: 'city_blues_redfarn', seconds: MINUTE },
  { song: 'harp_harmony', seconds: MINUTE },
];

/** Basic Pitch on songs that are played from their notes: how many of them it hears, and how fast. */
export const basicPitchMeasure: Measure = {
  name: 'basic-pitch',
  missing: renderingProblem,
  async run() {
    const part = await row('a composed part', MINUTE, writeMidi(composePart(MINUTE, 1)));
    const rows: MeasuredRow[] = [{ ...part, bar: { atLeast: 80 } }];
    for (const { song, seconds, bar } of SONGS) {
      const path = `${FOLDER}/${song}.mid`;
      if (!existsSync(path)) continue;
      const measured = await row(song, seconds, withoutDrums(readFileSync(path)));
      rows.push(bar === undefined ? measured : { ...measured, bar });
    }
    return rows;
  },
};

function withoutDrums(file: Buffer): Uint8Array {
  const midi = new tone.Midi(file);
  midi.tracks = midi.tracks.filter(({ channel }) => channel !== DRUM_CHANNEL);
  return midi.toArray();
}

async function row(what: string, seconds: number, midi: Uint8Array): Promise<MeasuredRow> {
  const mix = await renderMidi(midi, seconds);
  const before = process.cpuUsage();
  const heard = createNotes(await basicPitch.transcribe(mix, ORDER));
  const { user, system } = process.cpuUsage(before);
  const played = new tone.Midi(midi).tracks
    .flatMap(({ notes }) => notes)
    .map(({ midi: pitch, time }) => ({ pitch, start: time }))
    .filter(({ start }) => start < seconds);
  const { precision, recall, f1 } = onsetScore(played, heard);
  const percent = (part: number) => `${Math.round(100 * part)} %`;
  const speed = (seconds * 1e6) / (user + system);
  return {
    what: `${what}, ${seconds} s: F1 of beginnings within 70 ms`,
    value: 100 * f1,
    unit: '%',
    detail: `precision ${percent(precision)}, recall ${percent(recall)}, ${speed.toFixed(0)} × real time per core`,
  };
}
