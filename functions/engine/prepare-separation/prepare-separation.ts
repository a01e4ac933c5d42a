import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { encodePlanar } from '../../../shared/audio/planar-samples.ts';
import { readObject } from '../../../shared/aws/read-object.ts';
import { type Chunk, planChunks } from '../../../shared/engine/chunk-plan.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { separatorOf } from '../../../shared/engine/song-plan.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { UnknownSeparation } from '../../../shared/errors/unknown-separation.ts';
import { fetchRemote } from './fetch-remote.ts';
import { readSong } from './read-song.ts';

export interface PrepareSeparationDeps {
  readonly s3: S3Client;
  readonly separations: SeparationTable;
  readonly bucket: string;
  readonly allowedPrivateOrigins: readonly string[];
  readonly chunkSamples: number;
}

/** What the workflow goes on with; `hash` is the long one from here. */
export interface PreparedSeparation {
  readonly hash: string;
  readonly chunks: readonly { readonly hash: string; readonly index: number }[];
}

/**
 * Makes a song ready: fetches it when it was given by link, decodes it, and stores it in chunks. May run
 * twice: everything it writes is the same the second time.
 *
 * @throws UnusableAudio, RefusedUrl, UnreachableUrl (retryable), UnknownSeparation
 */
export async function prepareSeparation(
  deps: PrepareSeparationDeps,
  hash: string,
): Promise<PreparedSeparation> {
  const found = await deps.separations.find(hash);
  if (found === undefined) throw new UnknownSeparation(hash);
  const record = found.kind === 'remote' ? await fetchRemote(deps, found) : found;
  const song = await readSong(await readObject(deps.s3, deps.bucket, storageKeys.input(record.hash)));
  const samples = song[0]?.length ?? 0;
  // On a second run the first one's size stands, even if the setting changed in between.
  const chunkSamples = record.chunkSamples ?? deps.chunkSamples;
  const chunks = planChunks({ samples, chunkSamples, contextSamples: separatorOf(record).contextSamples });
  for (const chunk of chunks) await storeChunk(deps, record.hash, song, chunk);
  const status = chunks.length === 1 ? 'processing' : 'distributing';
  await deps.separations.move(record.hash, status, ['waiting', 'processing', status], {
    channels: song.length,
    samples,
    chunkSamples,
    allChunks: chunks.length,
  });
  return { hash: record.hash, chunks: chunks.map(({ index }) => ({ hash: record.hash, index })) };
}

async function storeChunk(
  { s3, bucket }: PrepareSeparationDeps,
  hash: string,
  song: readonly Float32Array[],
  { index, readStart, readEnd }: Chunk,
): Promise<void> {
  const Body = encodePlanar(song.map((channel) => channel.subarray(readStart, readEnd)));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: storageKeys.chunk(hash, index), Body }));
}
