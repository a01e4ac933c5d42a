import { sidecarKey } from '../recipes/sidecar-key.ts';
import { datasetNamed } from './dataset-named.ts';
import { ENTRY_PREFIX, ENTRY_REPORT_PREFIX, RESULT_PREFIX } from './entry-prefixes.ts';

/** A zip for the quality checker, and everything that lies where it does. */
export interface EntryPlace {
  readonly zipKey: string;
  readonly sidecarKey: string;
  /** The folder that names the dataset, as it was written. */
  readonly folder: string;
  /** Undefined when the folder names none. */
  readonly datasetType: number | undefined;
  readonly resultKey: string;
  readonly reportKey: string;
}

const WITH_DATASET = /^([^/]+)\/.*[^/]\.zip$/is;

/** The place of a zip by its key; undefined when it is no zip below the folder of a dataset. */
export function entryPlace(zipKey: string): EntryPlace | undefined {
  if (!zipKey.startsWith(ENTRY_PREFIX)) return undefined;
  const path = zipKey.slice(ENTRY_PREFIX.length);
  const folder = WITH_DATASET.exec(path)?.[1];
  if (folder === undefined) return undefined;
  const withoutExtension = path.slice(0, -'.zip'.length);
  return {
    zipKey,
    sidecarKey: sidecarKey(zipKey),
    folder,
    datasetType: datasetNamed(folder),
    resultKey: `${RESULT_PREFIX}${withoutExtension}.json`,
    reportKey: `${ENTRY_REPORT_PREFIX}${withoutExtension}.json`,
  };
}
