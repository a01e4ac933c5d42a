import { extname } from 'node:path/posix';
import { StemsKeyTooLong } from '../errors/stems-key-too-long.ts';
import type { JobId } from './job-id.ts';
import { MAXIMUM_STEM_NAME_BYTES } from './stem-name.ts';
import { UPLOAD_PREFIX } from './upload-prefix.ts';

const STEMS_PREFIX = 'stems/';
/** S3's limit for a key in UTF-8. */
const MAXIMUM_KEY_BYTES = 1024;
const LONGEST_EXTENSION_BYTES = '.json'.length;

/**
 * Folders for the stems of an uploaded key, the preferred first, without a slash at the end.
 *
 * `uploads/live/song.wav` gives `stems/live/song`. Should that folder belong to another job (of `song.mp3`, of an
 * earlier mix under the same name, of the same mix in another format), the extension is kept:
 * `stems/live/song.wav`; should even that be taken, the job id makes it unique. Nothing of another job is ever
 * overwritten.
 */
export function stemsFolders(sourceKey: string, id: JobId): [string, string, string] {
  const path = sourceKey.startsWith(UPLOAD_PREFIX) ? sourceKey.slice(UPLOAD_PREFIX.length) : sourceKey;
  const bare = path.slice(0, path.length - extname(path).length);
  return [`${STEMS_PREFIX}${bare}`, `${STEMS_PREFIX}${path}`, `${STEMS_PREFIX}${path}-${id}`];
}

/** Key of one stem, or of the manifest, in a job's folder. */
export function stemsKey(stemsFolder: string, name: string, extension: string): string {
  return `${stemsFolder}/${name}.${extension}`;
}

/**
 * Makes sure that every stem of an upload can be stored, whatever its name turns out to be and whichever folder
 * is free.
 *
 * @throws StemsKeyTooLong before any money is spent.
 */
export function checkStemsKeyLength(sourceKey: string, separationSlug: string, id: JobId): void {
  const [, , longestFolder] = stemsFolders(sourceKey, id);
  const longest =
    Buffer.byteLength(`${longestFolder}/${separationSlug}/`) +
    MAXIMUM_STEM_NAME_BYTES +
    LONGEST_EXTENSION_BYTES;
  if (longest <= MAXIMUM_KEY_BYTES) return;
  throw new StemsKeyTooLong(
    `The stems of this song would need keys of up to ${longest} bytes, and S3 allows ${MAXIMUM_KEY_BYTES}. ` +
      `Upload it under a name that is at least ${longest - MAXIMUM_KEY_BYTES} bytes shorter.`,
  );
}
