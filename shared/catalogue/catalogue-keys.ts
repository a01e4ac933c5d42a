/** Where catalogues lie in the bucket that were read from the service. */
export const CATALOGUE_PREFIX = 'catalogue/';

/** The latest one: what prices are quoted by. */
export const CURRENT_CATALOGUE_KEY = `${CATALOGUE_PREFIX}current.json`;

/** One that is not believed, for somebody to look at: see `functions/syncs/refresh-catalogue`. */
export const DOUBTED_CATALOGUE_KEY = `${CATALOGUE_PREFIX}doubted.json`;

/** The report on the latest difference. */
export const CATALOGUE_REPORT_KEY = 'reports/catalogue.json';

/** A copy of every one that was different from the one before, by the time at which it was read. */
export function datedCatalogueKey(readAt: Date): string {
  return `${CATALOGUE_PREFIX}${readAt.toISOString().replaceAll(/[:.]/g, '-')}.json`;
}
