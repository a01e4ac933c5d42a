import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type * as z from 'zod';
import { wavFrames, wavHeader } from '../audio/write-wav.ts';
import { type Dataset, dataset } from './dataset.ts';
import type { DatasetSource, SourceSong } from './dataset-source.ts';
import { qualityKeys } from './quality-keys.ts';

export interface StoreDatasetDeps {
  readonly s3: S3Client;
  readonly bucket: string;
}

/**
 * Writes a dataset into the bucket: the true stems, the mixtures for people to download, and last its
 * description, so that no half-written dataset can be found.
 *
 * @throws Error with sentences when a name is not one that files and answers can bear.
 */
export async function storeDataset(
  deps: StoreDatasetDeps,
  named: { readonly type: number; readonly name: string },
  source: DatasetSource,
): Promise<Dataset> {
  const described = describeDataset({
    ...named,
    stems: [...source.stems],
    songs: source.songs.map(({ name, sampleRate, channels, samples }) => ({
      name,
      sampleRate,
      channels,
      samples,
    })),
  });
  for (const song of source.songs) await storeSong(deps, described, song);
  await put(
    deps,
    qualityKeys.dataset(described.type),
    Buffer.from(JSON.stringify(described)),
    'application/json',
  );
  return described;
}

function describeDataset(wanted: z.input<typeof dataset>): Dataset {
  const { data, error } = dataset.safeParse(wanted);
  if (data === undefined) {
    const sentences = new Set(error.issues.map(({ message }) => message));
    throw new Error([...sentences].join('\n'), { cause: error });
  }
  return data;
}

async function storeSong(deps: StoreDatasetDeps, { type, stems }: Dataset, song: SourceSong): Promise<void> {
  const sum = Array.from({ length: song.channels }, () => new Float32Array(song.samples));
  const summed = summedStems(stems);
  for (const name of stems) {
    const stem = await song.stem(name);
    requireLength(song, name, stem);
    await put(deps, qualityKeys.reference(type, song.name, name), wav(song, stem));
    if (summed.includes(name)) addTo(sum, stem);
  }
  const mixture = (await song.mixture?.()) ?? sum;
  await put(deps, qualityKeys.mixture(type, song.name), wav(song, mixture));
}

function requireLength(song: SourceSong, name: string, stem: readonly Float32Array[]): void {
  const isWhole = stem.length === song.channels && stem.every(({ length }) => length === song.samples);
  if (!isWhole) throw new Error(`The ${name} of ${song.name} ends before its header says. Export it again.`);
}

/** Where a song is told in two ways, as voice and all else and as single instruments too, one way is the mixture. */
function summedStems(stems: readonly string[]): readonly string[] {
  const halves = ['vocals', 'instrum'];
  return halves.every((half) => stems.includes(half)) ? halves : stems;
}

function addTo(sum: readonly Float32Array[], stem: readonly Float32Array[]): void {
  sum.forEach((channel, position) => {
    stem[position]?.forEach((value, index) => {
      channel[index] = (channel[index] ?? 0) + value;
    });
  });
}

/** A sum beyond full scale would be clipped in 16 bits: it is written in floats then. */
function wav({ sampleRate, encoding }: SourceSong, channels: readonly Float32Array[]): Buffer {
  const written = channels.some((channel) => channel.some((value) => value >= 1 || value < -1))
    ? 'float32'
    : encoding;
  const length = channels[0]?.length ?? 0;
  const header = wavHeader({ encoding: written, channels: channels.length, sampleRate, length });
  return Buffer.concat([header, wavFrames(channels, written)]);
}

async function put({ s3, bucket }: StoreDatasetDeps, Key: string, Body: Buffer, ContentType = 'audio/wav') {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType }));
}
