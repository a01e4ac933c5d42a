/** One MB in bytes, as the MVSep API counts in its limits and sizes. */
export const MEGABYTE = 1024 * 1024;
