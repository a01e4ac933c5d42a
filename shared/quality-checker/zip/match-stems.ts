import { UnusableSubmission } from '../../errors/unusable-submission.ts';
import type { Dataset } from '../dataset.ts';

/** How many names a message lists before it only counts. */
const MOST_NAMED = 5;

/**
 * Finds the file of every stem of every song. Both `song_stem.wav` and `song/stem.wav` will do, as WAV or FLAC,
 * in whatever case, and all of it may lie in one folder more.
 *
 * @returns the file of a stem, by `stemKey`.
 * @throws UnusableSubmission that names the stems which are missing and the files that are none.
 */
export function matchStems<File extends { readonly path: string }>(
  files: readonly File[],
  dataset: Dataset,
): Map<string, File> {
  const wanted = new Map<string, string>();
  for (const { name } of dataset.songs) {
    for (const stem of dataset.stems) {
      const key = stemKey(name, stem);
      for (const form of [`${name}_${stem}`, `${name}/${stem}`]) wanted.set(form.toLowerCase(), key);
    }
  }
  const found = new Map<string, File>();
  const unknown: string[] = [];
  const folder = commonFolder(
    files.map(({ path }) => path),
    (path) => wanted.has(bare(path)),
  );
  for (const file of files) {
    const key = wanted.get(bare(file.path.slice(folder.length)));
    if (key === undefined) {
      unknown.push(file.path);
    } else if (found.has(key)) {
      throw new UnusableSubmission(
        `The zip holds two files for one stem: ${found.get(key)?.path} and ${file.path}. Leave one of them out.`,
      );
    } else {
      found.set(key, file);
    }
  }
  const missing = [...new Set(wanted.values())].filter((key) => !found.has(key));
  if (missing.length + unknown.length > 0) throw refusal(files.length, missing, unknown);
  return found;
}

/** Names a stem of a song, as its file without the ending. */
export function stemKey(song: string, stem: string): string {
  return `${song}_${stem}`;
}

/** The path as it is looked up; a file of any other kind is never found. */
function bare(path: string): string {
  return /\.(?:wav|wave|flac)$/i.test(path)
    ? path
        .replace(/\.\w+$/, '')
        .normalize('NFC')
        .toLowerCase()
    : path;
}

/** The folder that everything lies in, with its slash; none when files are found without stepping into it. */
function commonFolder(paths: readonly string[], isFound: (path: string) => boolean): string {
  const [first = ''] = paths;
  const folder = first.slice(0, first.indexOf('/') + 1);
  return folder !== '' && paths.every((path) => path.startsWith(folder)) && !paths.some(isFound)
    ? folder
    : '';
}

function refusal(files: number, missing: readonly string[], unknown: readonly string[]): UnusableSubmission {
  if (files === 0)
    return new UnusableSubmission('The zip is empty. Put a WAV or FLAC file for every stem into it.');
  const sentences = [
    missing.length === 0 ? '' : `The zip lacks ${listed(missing.map((key) => `${key}.wav`))}.`,
    unknown.length === 0
      ? ''
      : `It holds what is no stem of the dataset: ${listed(unknown)}. ` +
        'Files are named song_stem.wav or song/stem.wav; leave all others out.',
  ];
  return new UnusableSubmission(sentences.filter((sentence) => sentence !== '').join(' '));
}

function listed(names: readonly string[]): string {
  const named = names
    .slice(0, MOST_NAMED)
    .map((name) => name.slice(0, 80))
    .join(', ');
  return names.length <= MOST_NAMED ? named : `${named} and ${names.length - MOST_NAMED} more`;
}
