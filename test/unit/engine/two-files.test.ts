import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareSeparation } from '../../../functions/engine/prepare-separation/prepare-separation.ts';
import { separateChunk } from '../../../functions/engine/separate-chunk/separate-chunk.ts';
import { joinChunks } from '../../../functions/engine/write-stem/join-chunks.ts';
import { asStereo } from '../../../shared/audio/as-stereo.ts';
import { decodePlanar } from '../../../shared/audio/planar-samples.ts';
import { chooseSeparator } from '../../../shared/engine/chosen-separator.ts';
import { chunkSamplesFor } from '../../../shared/engine/chunk-plan.ts';
import { songPlan } from '../../../shared/engine/song-plan.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { matchering } from '../../../shared/separators/matchering/matchering.ts';
import { matcheringOffer } from '../../../shared/separators/offers/matchering-offer.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { synthesizeSong } from '../../audio/synthesize-song.ts';
import { wavFile } from '../../audio/wav-file.ts';
import { memoryBucket } from './memory-bucket.ts';
import { type SeparationRecords, sampleSeparation, startSeparationRecords } from './separation-records.ts';

let records: SeparationRecords;
beforeAll(async () => {
  records = await startSeparationRecords();
});
afterAll(() => records.stop());

const target = synthesizeSong({ seconds: 7, seed: 1 }).mix.map((channel) =>
  channel.map((value) => value * 0.2),
);
const reference = synthesizeSong({ seconds: 5, seed: 2 }).mix;
const record = sampleSeparation({
  sepType: 68,
  separator: chooseSeparator(matcheringOffer, {}),
  seconds: 7,
  reference: { fileName: 'reference.wav', bytes: 1 },
});

async function match(song: readonly Float32Array[], second: Buffer): Promise<Float32Array[]> {
  const { s3, objects } = memoryBucket();
  objects.set(storageKeys.input(record.hash), wavFile(song, 44_100, 'float32'));
  objects.set(storageKeys.reference(record.hash), second);
  await records.put(record);
  const { separations } = records;
  const deps = { s3, separations, bucket: 'bucket', chunkSamples: chunkSamplesFor(2) };
  const { chunks } = await prepareSeparation(deps, record.hash);
  for (const { index } of chunks) await separateChunk(deps, record.hash, index);
  const plan = songPlan(await separations.separation(record.hash));
  const pieces = plan.chunks.map(({ index }) => {
    const bytes = objects.get(storageKeys.stemChunk(record.hash, index, 'mastered'));
    return decodePlanar(bytes ?? Buffer.alloc(0), plan.channels);
  });
  const tails = plan.chunks.map(({ keepEnd, coreEnd }) => keepEnd - coreEnd);
  const joined = await Array.fromAsync(joinChunks(asyncly(pieces), tails));
  return song.map((_, channel) => Float32Array.from(joined.flatMap((piece) => [...(piece[channel] ?? [])])));
}

async function* asyncly<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

describe('a separation of two files', () => {
  it('gives in chunks what both songs give whole', async () => {
    const result = await match(target, wavFile(reference, 44_100, 'float32'));
    const comparison = (await matchering.compareWith?.(reference))?.(asStereo(target));
    const [whole = []] = await matchering.separate(asStereo(target), {
      sepType: 68,
      options: {},
      comparison: comparison ?? [],
    });
    expect(result.map(({ length }) => length)).toEqual(target.map(({ length }) => length));
    expect(signalToDistortion(whole, result)).toBeGreaterThan(110);
  });

  it('takes files of different rates and channels, and keeps the channels of the target', async () => {
    const slow = synthesizeSong({ seconds: 3, sampleRate: 48_000, seed: 3 }).mix[0];
    const mono = target.slice(0, 1);
    const result = await match(mono, wavFile([slow], 48_000, 'int16'));
    expect(result.map(({ length }) => length)).toEqual(mono.map(({ length }) => length));
  });

  it.each([
    ['silence', wavFile([new Float32Array(44_100)], 44_100), 'nothing but silence'],
    ['text', Buffer.from('not a song '.repeat(99)), 'not audio'],
  ])('refuses %s as a reference', async (_what, second, reason) => {
    await expect(match(target, second)).rejects.toMatchObject({
      name: 'UnusableAudio',
      message: expect.stringContaining(reason),
    });
  });
});
