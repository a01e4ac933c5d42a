import * as z from 'zod';
import { count, looseText } from './envelope.ts';

/** One finished stem as `get` lists it. */
export interface SeparationFile {
  /** The label, for example `Vocals`; empty when the service gives none. */
  readonly type: string;
  readonly url: string;
  /** The file name the service suggests. */
  readonly download: string | undefined;
  readonly bytes: number | undefined;
}

const file = z
  .looseObject({ url: looseText, type: looseText, download: looseText, bytes: count })
  .catch({ url: undefined, type: undefined, download: undefined, bytes: undefined });

/**
 * The files of a finished separation, or undefined while not every one has a link: mvsep.com may answer
 * `done` some time before the links are filled.
 */
export function readSeparationFiles(files: unknown): SeparationFile[] | undefined {
  const parsed = z.array(file).safeParse(files);
  if (!parsed.success || parsed.data.length === 0) return undefined;
  const usable = parsed.data.flatMap(({ url, type, download, bytes }) =>
    url !== undefined && /^https?:\/\//i.test(url) && URL.canParse(url)
      ? [{ url, type: type ?? '', download, bytes }]
      : [],
  );
  return usable.length === parsed.data.length ? usable : undefined;
}
