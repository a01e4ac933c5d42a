import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { asStereo } from '../../../shared/audio/as-stereo.ts';
import { encodePlanar } from '../../../shared/audio/planar-samples.ts';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { objectSource } from '../../../shared/aws/object-source.ts';
import type { SeparationRecord } from '../../../shared/engine/separation-record.ts';
import type { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { separatorOf } from '../../../shared/engine/separator-of.ts';
import { storageKeys } from '../../../shared/engine/storage-keys.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import type { Comparison } from '../../../shared/separators/separator.ts';
import { type CutChunk, cutChunks } from './cut-chunks.ts';
import { keepTags } from './keep-tags.ts';
import { listenToReference } from './listen-to-reference.ts';
import { openSong, type Song } from './open-song.ts';
import { wholeSong } from './whole-song.ts';

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
 * Makes a song ready: decodes it and stores it in chunks while it is read, so that memory does not grow with its length.
 * One that has a reference is compared with it, for which both are in memory whole. May run twice: everything it writes is the
 * same the second time.
 *
 * @throws UnusableAudio, UnknownSeparation
 */
export async function prepareSeparation(
  deps: PrepareSeparationDeps,
  hash: string,
): Promise<PreparedSeparation> {
  const record = await deps.separations.separation(hash);
  const compare = await listenToReference(deps, record);
  const song = await openInput(deps, record);
  // On a second run the first one's size stands, even if the setting changed in between.
  const chunkSamples = record.chunkSamples ?? deps.chunkSamples;
  const contextSamples = record.contextSamples ?? separatorOf(deps, record).contextSamples;
  const blocks = compare === undefined ? song.blocks : compared(deps, record, song, compare);
  const { samples, chunks } = await storeChunks(
    deps,
    hash,
    cutChunks(blocks, { chunkSamples, contextSamples }),
  );
  const status = chunks.length === 1 ? 'processing' : 'distributing';
  await deps.separations.move(hash, status, ['processing', status], {
    channels: song.channels,
    samples,
    chunkSamples,
    contextSamples,
    allChunks: chunks.length,
    ...(await keepTags(deps, hash)),
  });
  return {
    hash,
    chunks: chunks.map((index) => ({ hash, index })),
    stems: record.separator.stems.map(({ name }) => ({ hash, stem: name })),
  };
}

/** A song is charged by its headers: one that plays longer than they say is not separated. */
function openInput({ s3, bucket }: PrepareSeparationDeps, record: SeparationRecord): Promise<Song> {
  const source = objectSource(s3, { bucket, key: storageKeys.input(record.hash), bytes: record.inputBytes });
  return openSong(source, {
    seconds: longestOf(record),
    tooLong: () =>
      new UnusableAudio(
        `The headers of the file say ${Math.round(record.seconds)} seconds, but it plays longer. Save it again.`,
      ),
  });
}

const longestOf = ({ seconds }: SeparationRecord): number => seconds + HEADER_TOLERANCE_SECONDS;

/** The whole song in one block, once what was found out about it is stored. */
async function* compared(
  deps: PrepareSeparationDeps,
  record: SeparationRecord,
  opened: Song,
  compare: (target: StereoSamples) => Comparison,
): AsyncGenerator<Float32Array[]> {
  const song = await wholeSong(opened, longestOf(record));
  await store(deps, storageKeys.comparison(record.hash), compare(asStereo(song)));
  yield song;
}

/** Stores the chunks of a song, and tells how long it was and which there are. */
async function storeChunks(
  deps: PrepareSeparationDeps,
  hash: string,
  cut: AsyncGenerator<CutChunk, number>,
): Promise<{ readonly samples: number; readonly chunks: readonly number[] }> {
  const chunks: number[] = [];
  for (;;) {
    const { done, value } = await cut.next();
    if (done) return { samples: value, chunks };
    await store(deps, storageKeys.chunk(hash, value.chunk.index), value.channels);
    chunks.push(value.chunk.index);
  }
}

async function store(
  { s3, bucket }: PrepareSeparationDeps,
  Key: string,
  channels: readonly Float32Array[],
): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: encodePlanar(channels) }));
}
