import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { asStereo } from '../../../shared/audio/as-stereo.ts';
import { peakOf } from '../../../shared/audio/peak-of.ts';
import { decodePlanar, encodePlanar } from '../../../shared/audio/planar-samples.ts';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { readObject } from '../../../shared/aws/read-object.ts';
import type { Chunk } from '../../../shared/engine/chunk-plan.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { separatorOf } from '../../../shared/engine/separator-of.ts';
import { songPlan } from '../../../shared/engine/song-plan.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { cellOf } from '../../../shared/notes/cell-of.ts';
import type { NoteActivity } from '../../../shared/notes/note-activity.ts';
import {
  COMPARISON_CHANNELS,
  type Comparison,
  type SeparationOrder,
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
  const mix = asStereo(decodePlanar(bytes, channels));
  const place = { start: chunk.readStart, songSamples: samples };
  const order = { sepType: record.sepType, options: record.options, place };
  const stems =
    'transcribe' in separator
      ? [activityOfChunk(await separator.transcribe(mix, order), chunk)]
      : await soundOfChunk(
          separator,
          mix,
          { ...order, ...(await readComparison(deps, hash, separator)) },
          chunk,
        );
  let peak = 0;
  for (const [position, { name, form }] of record.separator.stems.entries()) {
    // Of a mono song both channels of a sound are the same: one is kept.
    const kept = form === 'notes' ? stems[position] : stems[position]?.slice(0, channels);
    if (kept === undefined) throw new Error(`The separator ${separator.slug} gave no ${name}.`);
    if (form !== 'notes') peak = Math.max(peak, peakOf(kept));
    const Key = storageKeys.stemChunk(hash, index, name);
    await deps.s3.send(new PutObjectCommand({ Bucket: deps.bucket, Key, Body: encodePlanar(kept) }));
  }
  await deps.separations.finishChunk(hash, index, peak);
}

/** What each stem keeps of a chunk: its core, and the tail that is faded into the next chunk. */
async function soundOfChunk(
  separator: Separator,
  mix: StereoSamples,
  order: SeparationOrder,
  { readStart, coreStart, keepEnd }: Chunk,
): Promise<Float32Array[][]> {
  const stems = await separator.separate(mix, order);
  return stems.map((stem) =>
    stem.map((channel) => channel.subarray(coreStart - readStart, keepEnd - readStart)),
  );
}

/** How surely notes sound and begin in the frames of a chunk's core; frames have no seams to be faded. */
function activityOfChunk(
  { notes, onsets }: NoteActivity,
  { readStart, coreStart, coreEnd }: Chunk,
): Float32Array[] {
  const [from, to] = [coreStart - readStart, coreEnd - readStart].map(cellOf);
  return [notes.subarray(from, to), onsets.subarray(from, to)];
}

/** What `prepare` found out about both files, for types that take two. */
async function readComparison(
  { s3, bucket }: SeparateChunkDeps,
  hash: string,
  { compareWith }: Separator,
): Promise<{ readonly comparison?: Comparison }> {
  if (compareWith === undefined) return {};
  const bytes = await readObject(s3, bucket, storageKeys.comparison(hash));
  return { comparison: decodePlanar(bytes, COMPARISON_CHANNELS) };
}
