import tone from '@tonejs/midi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareSeparation } from '../../../functions/engine/prepare-separation/prepare-separation.ts';
import { separateChunk } from '../../../functions/engine/separate-chunk/separate-chunk.ts';
import { writeStem } from '../../../functions/engine/write-stem/write-stem.ts';
import { chooseSeparator } from '../../../shared/engine/chosen-separator.ts';
import { chunkSamplesFor } from '../../../shared/engine/chunk-plan.ts';
import { separationAnswer } from '../../../shared/engine/separation-answer.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { basicPitchOffer } from '../../../shared/separators/offers/basic-pitch-offer.ts';
import { tones } from '../../audio/tones.ts';
import { wavFile } from '../../audio/wav-file.ts';
import { memoryBucket } from './memory-bucket.ts';
import { type SeparationRecords, sampleSeparation, startSeparationRecords } from './separation-records.ts';

let records: SeparationRecords;
beforeAll(async () => {
  records = await startSeparationRecords();
});
afterAll(() => records.stop());

const RATE = 44_100;
/** The third one begins before the song is cut at three seconds, and goes on behind it; the fourth begins there. */
const PLAYED = [
  { pitch: 60, start: 0.3, end: 1.2 },
  { pitch: 67, start: 1.3, end: 2.2 },
  { pitch: 64, start: 2.4, end: 3.6 },
  { pitch: 72, start: 3, end: 3.9 },
  { pitch: 57, start: 4, end: 5.3 },
];
const song = tones(5.5 * RATE, RATE, PLAYED);
const record = sampleSeparation({
  sepType: 114,
  separator: chooseSeparator(basicPitchOffer, {}),
  seconds: 5.5,
  outputFormat: 1,
});

/** The files of a song that is separated in chunks of so many seconds. */
async function transcribed(channels: readonly Float32Array[], chunkSeconds: number) {
  const { s3, objects } = memoryBucket();
  objects.set(storageKeys.input(record.hash), wavFile(channels, RATE, 'float32'));
  await records.put(record);
  const { separations } = records;
  const deps = { s3, separations, bucket: 'bucket', chunkSamples: chunkSamplesFor(chunkSeconds) };
  const { chunks, stems } = await prepareSeparation(deps, record.hash);
  for (const { index } of chunks) await separateChunk(deps, record.hash, index);
  const files = [];
  for (const { stem } of stems) files.push(await writeStem(deps, record.hash, stem));
  const midi = files.map(({ fileName }) => objects.get(storageKeys.stemFile(fileName)) ?? Buffer.alloc(0));
  return { chunks, files, midi };
}

describe('a separation into notes', () => {
  it('gives one MIDI file, the same whether the song was cut or not', async () => {
    const whole = await transcribed([song], 10);
    const cut = await transcribed([song], 3);
    expect([whole.chunks.length, cut.chunks.length]).toEqual([1, 2]);
    expect(cut.midi).toEqual(whole.midi);
    const [file] = cut.midi;
    if (file === undefined) throw new Error('expected a file');
    const notes = new tone.Midi(file).tracks.flatMap((track) => track.notes);
    expect(notes.map(({ midi }) => midi)).toEqual(PLAYED.map(({ pitch }) => pitch));
    notes.forEach(({ time, duration }, index) => {
      expect(Math.abs(time - (PLAYED[index]?.start ?? 0))).toBeLessThan(0.05);
      expect(Math.abs(time + duration - (PLAYED[index]?.end ?? 0))).toBeLessThan(0.2);
    });
  });

  it('is answered as MIDI, whatever output format was asked for', async () => {
    const { files, midi } = await transcribed([new Float32Array(RATE), new Float32Array(RATE)], 10);
    expect(files).toEqual([
      { label: 'MIDI', fileName: '20260812120000-0123456789-song_midi.mid', bytes: midi[0]?.length },
    ]);
    const answer = separationAnswer({ ...record, status: 'done', files }, 'https://engine.example');
    expect(answer.data).toMatchObject({
      algorithm: expect.stringContaining('Basic Pitch'),
      algorithm_description: expect.stringContaining('whatever output_format asks for'),
      files: [
        {
          type: 'MIDI',
          url: 'https://engine.example/storage/processed/20260812120000-0123456789-song_midi.mid',
        },
      ],
    });
  });
});
