import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { asStereo } from '../../../shared/audio/as-stereo.ts';
import { peakOf } from '../../../shared/audio/peak-of.ts';
import { decodePlanar, encodePlanar } from '../../../shared/audio/planar-samples.ts';
import { readObject } from '../../../shared/aws/read-object.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { separatorOf } from '../../../shared/engine/separator-of.ts';
import { songPlan } from '../../../shared/engine/song-plan.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import {
  COMPARISON_CHANNELS,
  type Comparison,
  type Separator,
} from '../../../shared/separators/separator.ts';

export interface SeparateChunkDeps {
  readonly s3: S3Client;
  readonly separations: SeparationTable;
  readonly bucket: string;
}

/**
 * Separates one chunk and stores what each stem keeps of it. Counts the chunk as finished only when all is
 * stored, so a run that was cut off is simply done again, and one that was not is skipped.
 */
export async function separateChunk(deps: SeparateChunkDeps, hash: string, index: number): Promise<void> {
  const record = await deps.separations.separation(hash);
  if (record.finishedChunks?.has(index)) return;
  const { chunks, channels, samples } = songPlan(record);
  const separator = separatorOf(deps, record);
  const chunk = chunks[index];
  if (chunk === undefined) throw new Error(`The separation ${hash} has no chunk ${index}.`);
  const bytes = await readObject(deps.s3, deps.bucket, storageKeys.chunk(hash, index));
  const { sepType, options } = record;
  const comparison = await readComparison(deps, hash, separator);
  const place = { start: chunk.readStart, songSamples: samples };
  const order = { sepType, options, place, ...(comparison === undefined ? {} : { comparison }) };
  const stems = await separator.separate(asStereo(decodePlanar(bytes, channels)), order);
  const [from, to] = [chunk.coreStart - chunk.readStart, chunk.keepEnd - chunk.readStart];
  let peak = 0;
  for (const [position, { name }] of record.separator.stems.entries()) {
    const stem = stems[position];
    if (stem === undefined) throw new Error(`The separator ${separator.slug} gave no ${name}.`);
    // Of a mono song both channels are the same: one is kept.
    const kept = stem.slice(0, channels).map((channel) => channel.subarray(from, to));
    peak = Math.max(peak, peakOf(kept));
    const Key = storageKeys.stemChunk(hash, index, name);
    await deps.s3.send(new PutObjectCommand({ Bucket: deps.bucket, Key, Body: encodePlanar(kept) }));
  }
  await deps.separations.finishChunk(hash, index, peak);
}

/** What `prepare` found out about both files, for types that take two. */
async function readComparison(
  { s3, bucket }: SeparateChunkDeps,
  hash: string,
  { compareWith }: Separator,
): Promise<Comparison | undefined> {
  if (compareWith === undefined) return undefined;
  return decodePlanar(await readObject(s3, bucket, storageKeys.comparison(hash)), COMPARISON_CHANNELS);
}
