/** Where researchers drop zips for the quality checker, below a folder that names the dataset. */
export const ENTRY_PREFIX = 'quality-checker/';

/** Where they find what became of them. Not below the prefix above: what is written here must start nothing. */
export const RESULT_PREFIX = 'quality-checker-results/';

/** Where it lies what is wrong with a sidecar file. */
export const ENTRY_REPORT_PREFIX = 'reports/quality-checker/';
