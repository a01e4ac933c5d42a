import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { decodeAudio } from '../../shared/audio/decode-audio.ts';
import type { DatasetSource, SourceSong } from '../../shared/quality-checker/dataset-source.ts';
import { type AudioShape, audioShape } from './audio-shape.ts';

/** What the whole song is called among its stems. */
const MIXTURE = 'mixture';

/** The order of columns that leaderboards of the field have; other stems follow by name. */
const USUAL_ORDER = ['vocals', 'instrum', 'bass', 'drums', 'guitar', 'piano', 'other'];

interface StemFile {
  readonly song: string;
  readonly stem: string;
  readonly path: string;
}

/**
 * Reads a folder of songs as a dataset: a folder for each song with a file for each stem (`song/vocals.wav`), or all
 * in one (`song_vocals.wav`, where the last underscore parts song and stem). WAV or FLAC. A file called `mixture`
 * is the whole song; without it the mixture is the sum of the stems.
 *
 * @throws Error with a sentence when a song lacks a stem that others have, or its files differ in rate, channels
 *   or length.
 */
export async function datasetFolder(folder: string): Promise<DatasetSource> {
  const files = await stemFiles(folder);
  const stems = inUsualOrder([...new Set(files.map(({ stem }) => stem))].filter((stem) => stem !== MIXTURE));
  const names = [...new Set(files.map(({ song }) => song))].sort();
  if (stems.length === 0) {
    throw new Error(
      `${folder} holds no stems. Put song/vocals.wav, song/instrum.wav … or song_vocals.wav … into it.`,
    );
  }
  const songs: SourceSong[] = [];
  for (const name of names) {
    songs.push(
      await sourceSong(
        name,
        stems,
        files.filter(({ song }) => song === name),
      ),
    );
  }
  return { stems, songs };
}

async function stemFiles(folder: string): Promise<StemFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const below = await Promise.all(
    entries.map(async (entry) => {
      if (entry.name.startsWith('.')) return [];
      if (!entry.isDirectory()) return [{ directory: '', name: entry.name }];
      const names = await readdir(join(folder, entry.name));
      return names.map((name) => ({ directory: entry.name, name }));
    }),
  );
  return below.flat().flatMap(({ directory, name }) => {
    const { name: base, ext } = parse(name);
    if (!['.wav', '.flac'].includes(ext.toLowerCase())) return [];
    const path = join(folder, directory, name);
    if (directory !== '') return [{ song: directory, stem: base.toLowerCase(), path }];
    const parting = base.lastIndexOf('_');
    if (parting < 1) {
      throw new Error(`The name of ${path} does not tell song and stem. Call it song_stem${ext}.`);
    }
    return [{ song: base.slice(0, parting), stem: base.slice(parting + 1).toLowerCase(), path }];
  });
}

async function sourceSong(
  name: string,
  stems: readonly string[],
  files: readonly StemFile[],
): Promise<SourceSong> {
  const pathOf = (wanted: string) => files.find(({ stem }) => stem === wanted)?.path;
  const paths = stems.map((stem) => {
    const path = pathOf(stem);
    if (path === undefined) throw new Error(`The song ${name} has no ${stem}, which other songs have.`);
    return path;
  });
  const mixturePath = pathOf(MIXTURE);
  const shapes = await Promise.all(
    [...paths, ...(mixturePath === undefined ? [] : [mixturePath])].map(shapeOf),
  );
  const [first] = shapes;
  if (first === undefined) throw new Error(`The song ${name} has no files.`);
  for (const shape of shapes) requireAlike(first, shape);
  return {
    name,
    sampleRate: first.sampleRate,
    channels: first.channels,
    samples: first.samples,
    encoding: shapes.every(({ bitsPerSample }) => bitsPerSample <= 16) ? 'int16' : 'float32',
    stem: (wanted) => samplesOf(pathOf(wanted)),
    mixture: mixturePath === undefined ? undefined : () => samplesOf(mixturePath),
  };
}

async function shapeOf(path: string): Promise<AudioShape & { readonly path: string }> {
  try {
    return { path, ...audioShape(await readFile(path)) };
  } catch (cause) {
    throw new Error(`${path}: ${cause instanceof Error ? cause.message : 'it cannot be read.'}`, { cause });
  }
}

function requireAlike(
  first: AudioShape & { readonly path: string },
  other: AudioShape & { readonly path: string },
): void {
  const told = ({ path, sampleRate, channels, samples }: typeof first) =>
    `${path} has ${samples} samples in ${channels} channels at ${sampleRate} a second`;
  const isAlike =
    first.sampleRate === other.sampleRate &&
    first.channels === other.channels &&
    first.samples === other.samples;
  if (!isAlike) throw new Error(`The files of a song must be alike: ${told(first)}, ${told(other)}.`);
}

async function samplesOf(path: string | undefined): Promise<readonly Float32Array[]> {
  if (path === undefined) throw new Error('A stem was asked for that is not in the folder.');
  return (await decodeAudio(await readFile(path))).channels;
}

function inUsualOrder(stems: readonly string[]): string[] {
  const rank = (stem: string) =>
    USUAL_ORDER.includes(stem) ? USUAL_ORDER.indexOf(stem) : USUAL_ORDER.length;
  return stems.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}
