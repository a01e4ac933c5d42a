import * as z from 'zod';
import { count, looseText } from './envelope.ts';

/** One finished stem as `get` lists it. */
export interface SeparationFile {
  /** The label, for example `Vocals`; empty when the service gives none. */
  readonly type: string;
  readonly url: string;
  /** The file name the service suggests. */
  readonly download: string | undefined;
  /** Undefined when the service does not say, or says 0. */
  readonly bytes: number | undefined;
}

/**
 * What one separation may deliver. A job keeps its stems in one record of at most 400 KB, each with its link and
 * twice its key of up to 1024 bytes; the largest types known deliver some dozens of stems.
 */
const MAXIMUM_FILES = 100;
const MAXIMUM_LINK_BYTES = 100_000;

const file = z
  .looseObject({ url: looseText, type: looseText, download: looseText, bytes: count })
  .catch({ url: undefined, type: undefined, download: undefined, bytes: undefined });

/**
 * The files of a finished separation, or undefined while not every one has a link: mvsep.com may answer
 * `done` some time before the links are filled. More files than a record can hold are no answer at all.
 */
export const separationFiles = z.unknown().transform((value, context): SeparationFile[] | undefined => {
  const parsed = z.array(z.unknown()).safeParse(value);
  if (!parsed.success || parsed.data.length === 0) return undefined;
  if (parsed.data.length > MAXIMUM_FILES) {
    context.addIssue(
      `It lists ${parsed.data.length} files, and ${MAXIMUM_FILES} are the most that can be kept.`,
    );
    return z.NEVER;
  }
  const files = parsed.data.map((one) => usableFile(file.parse(one)));
  const usable = files.filter((one) => one !== undefined);
  const linkBytes = usable.reduce((sum, { url }) => sum + Buffer.byteLength(url), 0);
  if (linkBytes > MAXIMUM_LINK_BYTES) {
    context.addIssue(`Its links are longer than the ${MAXIMUM_LINK_BYTES} bytes that can be kept.`);
    return z.NEVER;
  }
  return usable.length === files.length ? usable : undefined;
});

function usableFile({ url, type, download, bytes }: z.output<typeof file>): SeparationFile | undefined {
  if (url === undefined || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  // No stem is empty: a size of 0 is one that the service has not filled in.
  return { url, type: type ?? '', download, bytes: bytes === 0 ? undefined : bytes };
}
