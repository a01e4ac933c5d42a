import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { asStereo } from '../../../shared/audio/as-stereo.ts';
import { encodePlanar } from '../../../shared/audio/planar-samples.ts';
import { readObject } from '../../../shared/aws/read-object.ts';
import { type Chunk, planChunks } from '../../../shared/engine/chunk-plan.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { separatorOf } from '../../../shared/engine/separator-of.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';
import { keepTags } from './keep-tags.ts';
import { listenToReference } from './listen-to-reference.ts';
import { readSong } from './read-song.ts';

export interface PrepareSeparationDeps {
  readonly s3: S3Client;
  readonly separations: SeparationTable;
  readonly bucket: string;
  readonly chunkSamples: number;
}

/** What the workflow goes on with. */
export interface PreparedSeparation {
  readonly hash: string;
  readonly chunks: readonly { readonly hash: string; readonly index: number }[];
  readonly stems: readonly { readonly hash: string; readonly stem: string }[];
}

/** What a header may be off by: padding, and the last page of an Ogg file. */
const HEADER_TOLERANCE_SECONDS = 10;

/**
 * Makes a song ready: decodes it, compares it with its reference if it has one, and stores it in chunks. May run twice: everything it writes is the same the
 * second time.
 *
 * @throws UnusableAudio, UnknownSeparation
 */
export async function prepareSeparation(
  deps: PrepareSeparationDeps,
  hash: string,
): Promise<PreparedSeparation> {
  const record = await deps.separations.separation(hash);
  const compare = await listenToReference(deps, record);
  const song = await readSong(await readObject(deps.s3, deps.bucket, storageKeys.input(hash)));
  const samples = song[0]?.length ?? 0;
  requireHonestHeaders(samples, record.seconds);
  // On a second run the first one's size stands, even if the setting changed in between.
  const chunkSamples = record.chunkSamples ?? deps.chunkSamples;
  const contextSamples = record.contextSamples ?? separatorOf(record).contextSamples;
  const chunks = planChunks({ samples, chunkSamples, contextSamples });
  for (const chunk of chunks) await storeChunk(deps, hash, song, chunk);
  if (compare !== undefined) await store(deps, storageKeys.comparison(hash), compare(asStereo(song)));
  const status = chunks.length === 1 ? 'processing' : 'distributing';
  await deps.separations.move(hash, status, ['processing', status], {
    channels: song.length,
    samples,
    chunkSamples,
    contextSamples,
    allChunks: chunks.length,
    ...(await keepTags(deps, hash)),
  });
  return {
    hash,
    chunks: chunks.map(({ index }) => ({ hash, index })),
    stems: record.separator.stems.map(({ name }) => ({ hash, stem: name })),
  };
}

/** A song is charged by its headers: one that plays longer than they say is not separated. */
function requireHonestHeaders(samples: number, seconds: number): void {
  const played = samples / SEPARATION_RATE;
  if (played <= seconds + HEADER_TOLERANCE_SECONDS) return;
  throw new UnusableAudio(
    `The headers of the file say ${Math.round(seconds)} seconds, but it plays ${Math.round(played)}. Save it again.`,
  );
}

async function storeChunk(
  deps: PrepareSeparationDeps,
  hash: string,
  song: readonly Float32Array[],
  { index, readStart, readEnd }: Chunk,
): Promise<void> {
  const channels = song.map((channel) => channel.subarray(readStart, readEnd));
  await store(deps, storageKeys.chunk(hash, index), channels);
}

async function store(
  { s3, bucket }: PrepareSeparationDeps,
  Key: string,
  channels: readonly Float32Array[],
): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: encodePlanar(channels) }));
}
