import { addQualityEntry } from '../contract/add-quality-entry.ts';
import type { CallFields, Signalled } from './call-method.ts';
import { callMvsep, type MvsepSettings } from './call-mvsep.ts';
import type { FileSource } from './file-source.ts';

type Fields = CallFields<typeof addQualityEntry.params>;

/** Separated stems for the quality checker. */
export interface NewQualityEntry extends Pick<Fields, 'algoName' | 'mainText' | 'datasetType' | 'password'> {
  /** The zip as bytes to send along, or a link to it where the server takes one (mvsep.com does not). */
  readonly zip: FileSource | { readonly url: string };
  /** Whether several algorithms were combined. */
  readonly ensemble?: boolean;
}

/**
 * Hands in stems to be evaluated. It is sent once and never again.
 *
 * @throws MvsepAmbiguous the outcome is unknown; the entry may be in the queue.
 */
export function addEntry(settings: MvsepSettings, wanted: NewQualityEntry, { signal }: Signalled = {}) {
  const { zip, algoName, mainText, datasetType, password, ensemble = false } = wanted;
  const params = {
    algo_name: algoName,
    main_text: mainText,
    dataset_type: datasetType,
    ensemble: Number(ensemble),
    password,
    ...('url' in zip ? { url: zip.url } : {}),
  };
  return callMvsep(settings, addQualityEntry, params, {
    ...(signal ? { signal } : {}),
    ...('url' in zip ? {} : { files: [{ field: 'zipfile', ...zip }] }),
  });
}
