import { Readable } from 'node:stream';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { decodePlanar } from '../../../shared/audio/planar-samples.ts';
import { type WavShape, wavBytes, wavFrames, wavHeader } from '../../../shared/audio/write-wav.ts';
import { readObject } from '../../../shared/aws/read-object.ts';
import { type EndSeparationDeps, endSeparation } from '../../../shared/engine/end-separation.ts';
import { findOutputEncoding, type OutputEncoding } from '../../../shared/engine/output-encoding.ts';
import type { SeparationRecord, StemFile } from '../../../shared/engine/separation-record.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { type SongPlan, songPlan } from '../../../shared/engine/song-plan.ts';
import { stemFileName } from '../../../shared/engine/stem-file-name.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';
import type { Stem } from '../../../shared/separators/stem.ts';
import { joinChunks } from './join-chunks.ts';

export interface MergeStemsDeps extends EndSeparationDeps {
  readonly s3: S3Client;
  readonly separations: SeparationTable;
  readonly bucket: string;
}

interface Work {
  readonly record: SeparationRecord;
  readonly plan: SongPlan;
  readonly output: OutputEncoding;
}

/**
 * Joins the chunks of every stem and writes the files, a chunk in memory at a time. The separation is done
 * only when every file can be downloaded. May run twice.
 */
export async function mergeStems(deps: MergeStemsDeps, hash: string): Promise<void> {
  const record = await deps.separations.separation(hash);
  const merging = await deps.separations.move(hash, 'merging', ['processing', 'distributing', 'merging']);
  if (!merging) return; // Done or failed already: both are final.
  const output = findOutputEncoding(record.outputFormat);
  if (output === undefined)
    throw new Error(`The output format ${record.outputFormat} of ${hash} cannot be written.`);
  const work: Work = { record, plan: songPlan(record), output };
  const files = await Promise.all(record.separator.stems.map((stem) => writeStem(deps, work, stem)));
  await endSeparation(deps, record, { status: 'done', files });
}

async function writeStem(deps: MergeStemsDeps, work: Work, stem: Stem): Promise<StemFile> {
  const { output, record } = work;
  const { slug } = record.separator;
  const fileName = stemFileName(record, { slug, stem: stem.name, extension: output.extension });
  const bytes = wavBytes(shapeOf(work));
  await deps.s3.send(
    new PutObjectCommand({
      Bucket: deps.bucket,
      Key: storageKeys.stemFile(fileName),
      // Known beforehand, so that S3 takes the stream as it comes.
      ContentLength: bytes,
      ContentType: output.contentType,
      Body: Readable.from(wavPieces(deps, work, stem), { objectMode: false }),
    }),
  );
  return { label: stem.label, fileName, bytes };
}

function shapeOf({ plan, output }: Work): WavShape {
  const { channels, samples } = plan;
  return { encoding: output.encoding, channels, sampleRate: SEPARATION_RATE, length: samples };
}

async function* wavPieces(deps: MergeStemsDeps, work: Work, stem: Stem): AsyncGenerator<Buffer> {
  yield wavHeader(shapeOf(work));
  const tails = work.plan.chunks.map(({ keepEnd, coreEnd }) => keepEnd - coreEnd);
  for await (const core of joinChunks(readChunks(deps, work, stem), tails)) {
    yield wavFrames(core, work.output.encoding);
  }
}

async function* readChunks(
  { s3, bucket }: MergeStemsDeps,
  { record: { hash }, plan }: Work,
  stem: Stem,
): AsyncGenerator<Float32Array[]> {
  for (const { index } of plan.chunks) {
    const bytes = await readObject(s3, bucket, storageKeys.stemChunk(hash, index, stem.name));
    yield decodePlanar(bytes, plan.channels);
  }
}
