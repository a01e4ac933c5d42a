/** Datasets of the quality checker that have a name, by number; there are some without, up to 12. */
const NAMES = ['synth', 'multisong', 'piano', 'lead-back-vocals', 'guitar'] as const;

const LAST_DATASET = 12;

/** What a folder may be called, for people. */
export const DATASET_FOLDERS = `a number from 0 to ${LAST_DATASET}, or one of ${NAMES.map((name, number) => `${name} (${number})`).join(', ')}`;

/** The number of a dataset as somebody wrote it: `1`, `multisong`, `Lead_Back vocals`; undefined when there is none. */
export function datasetNamed(written: string): number | undefined {
  if (/^\d{1,2}$/.test(written)) {
    const number = Number(written);
    return number <= LAST_DATASET ? number : undefined;
  }
  const found = NAMES.findIndex((name) => plain(name) === plain(written));
  return found === -1 ? undefined : found;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
