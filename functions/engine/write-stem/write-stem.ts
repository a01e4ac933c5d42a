import type { S3Client } from '@aws-sdk/client-s3';
import { decodePlanar } from '../../../shared/audio/planar-samples.ts';
import type { Cover } from '../../../shared/audio/tags/cover.ts';
import { readObject } from '../../../shared/aws/read-object.ts';
import { storeGrowingFile } from '../../../shared/aws/store-growing-file.ts';
import type { SeparationRecord, StemFile } from '../../../shared/engine/separation-record.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { type SongPlan, songPlan } from '../../../shared/engine/song-plan.ts';
import { stemFileName } from '../../../shared/engine/stem-file-name.ts';
import { stemGain } from '../../../shared/engine/stem-gain.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';
import { joinChunks } from './join-chunks.ts';
import { writableFormat } from './writable-format.ts';
import { writeNotes } from './write-notes.ts';

export interface WriteStemDeps {
  readonly s3: S3Client;
  readonly separations: SeparationTable;
  readonly bucket: string;
}

/**
 * Joins the chunks of one stem and writes its file, a chunk and two parts of the file in memory at a time. May run
 * twice, and writes the same both times.
 *
 * @param name of the stem, as the record has it.
 * @throws Error when the separation has ended: done and failed are both final.
 */
export async function writeStem(deps: WriteStemDeps, hash: string, name: string): Promise<StemFile> {
  const record = await deps.separations.separation(hash);
  const merging = await deps.separations.move(hash, 'merging', ['processing', 'distributing', 'merging']);
  if (!merging) throw new Error(`The separation ${hash} has ended.`);
  const { slug, stems } = record.separator;
  const stem = stems.find((one) => one.name === name);
  if (stem === undefined) throw new Error(`The separation ${hash} has no stem ${name}.`);
  if (stem.form === 'notes') {
    const fileName = stemFileName(record, { slug, stem: name, extension: 'mid' });
    return { label: stem.label, fileName, bytes: await writeNotes(deps, record, { name, fileName }) };
  }
  const { extension, contentType, encoder } = writableFormat(record.outputFormat);
  const plan = songPlan(record);
  const cover = await readCover(deps, record);
  const fileName = stemFileName(record, { slug, stem: name, extension });
  const place = { bucket: deps.bucket, key: storageKeys.stemFile(fileName), contentType };
  const bytes = await storeGrowingFile(deps.s3, place, (file) =>
    encoder.encode(
      {
        channels: plan.channels === 1 ? 1 : 2,
        sampleRate: SEPARATION_RATE,
        length: plan.samples,
        blocks: soundOf(deps, record, plan, name),
        tags: record.tags ?? {},
        ...(cover === undefined ? {} : { cover }),
      },
      file,
    ),
  );
  return { label: stem.label, fileName, bytes };
}

async function readCover(
  { s3, bucket }: WriteStemDeps,
  { hash, cover: mimeType }: SeparationRecord,
): Promise<Cover | undefined> {
  if (mimeType === undefined) return undefined;
  return { mimeType, bytes: await readObject(s3, bucket, storageKeys.cover(hash)) };
}

async function* soundOf(
  deps: WriteStemDeps,
  record: SeparationRecord,
  plan: SongPlan,
  name: string,
): AsyncGenerator<Float32Array[]> {
  const gain = stemGain(record);
  const tails = plan.chunks.map(({ keepEnd, coreEnd }) => keepEnd - coreEnd);
  for await (const core of joinChunks(readChunks(deps, record, plan, name), tails)) {
    yield gain === 1 ? core : core.map((channel) => channel.map((value) => value * gain));
  }
}

async function* readChunks(
  { s3, bucket }: WriteStemDeps,
  { hash }: SeparationRecord,
  plan: SongPlan,
  name: string,
): AsyncGenerator<Float32Array[]> {
  for (const { index } of plan.chunks) {
    const bytes = await readObject(s3, bucket, storageKeys.stemChunk(hash, index, name));
    yield decodePlanar(bytes, plan.channels);
  }
}
