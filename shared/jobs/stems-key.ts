import { extname } from 'node:path/posix';
import { StemsKeyTooLong } from '../errors/stems-key-too-long.ts';
import type { JobId } from './job-id.ts';
import { MAXIMUM_STEM_NAME_BYTES } from './stem-name.ts';
import type { Step } from './step.ts';
import type { StepName } from './step-name.ts';
import { UPLOAD_PREFIX } from './upload-prefix.ts';

const STEMS_PREFIX = 'stems/';
/** S3's limit for a key in UTF-8. */
const MAXIMUM_KEY_BYTES = 1024;
const LONGEST_EXTENSION_BYTES = '.json'.length;
/** Stands in a path for a recipe that has no name. */
const NAMELESS = 'own-recipe';

/** What decides where the stems of a job lie. */
export interface StemsLayout {
  readonly key: string;
  readonly jobId: JobId;
  /** The recipe by whose name it was asked for. */
  readonly recipe?: string | undefined;
  readonly steps: readonly Pick<Step, 'step' | 'separation'>[];
}

/**
 * Folders for the stems of a job, the preferred first, without a slash at the end.
 *
 * `uploads/live/song.wav` gives `stems/live/song/<recipe, or separation>`; a song whose first folder names its recipe
 * has that in its path already: `uploads/vocals/song.wav` gives `stems/vocals/song`. Should that folder belong to
 * another job (of `song.mp3`, of an earlier mix under the same name, of the same mix in another format), the
 * extension is kept; should even that be taken, the job id makes it unique. Nothing of another job is ever
 * overwritten.
 */
export function stemsFolders({ key, jobId, recipe, steps }: StemsLayout): [string, string, string] {
  const path = key.startsWith(UPLOAD_PREFIX) ? key.slice(UPLOAD_PREFIX.length) : key;
  const bare = path.slice(0, path.length - extname(path).length);
  const [only, ...more] = steps;
  const name = recipe ?? (more.length === 0 ? only?.separation.slug : undefined) ?? NAMELESS;
  const end = recipe !== undefined && path.startsWith(`${recipe}/`) ? '' : `/${name}`;
  return [
    `${STEMS_PREFIX}${bare}${end}`,
    `${STEMS_PREFIX}${path}${end}`,
    `${STEMS_PREFIX}${path}-${jobId}${end}`,
  ];
}

/** The folder of one step's stems: that of its job when it is the only one, else one of its own in there. */
export function stepFolder(jobFolder: string, step: StepName, steps: readonly unknown[]): string {
  return steps.length === 1 ? jobFolder : `${jobFolder}/${step}`;
}

/** Key of one stem, or of the manifest, in a folder. */
export function stemsKey(stemsFolder: string, name: string, extension: string): string {
  return `${stemsFolder}/${name}.${extension}`;
}

/**
 * Makes sure that every stem of a job can be stored, whatever its name turns out to be and whichever folder is free.
 *
 * @throws StemsKeyTooLong before any money is spent.
 */
export function checkStemsKeyLength(layout: StemsLayout): void {
  const [, , longestFolder] = stemsFolders(layout);
  const folders = layout.steps.map(({ step }) => stepFolder(longestFolder, step, layout.steps));
  const longest =
    Math.max(...folders.map((folder) => Buffer.byteLength(`${folder}/`))) +
    MAXIMUM_STEM_NAME_BYTES +
    LONGEST_EXTENSION_BYTES;
  if (longest <= MAXIMUM_KEY_BYTES) return;
  throw new StemsKeyTooLong(
    `The stems of this song would need keys of up to ${longest} bytes, and S3 allows ${MAXIMUM_KEY_BYTES}. ` +
      `Upload it under a name that is at least ${longest - MAXIMUM_KEY_BYTES} bytes shorter.`,
  );
}
