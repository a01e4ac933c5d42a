/** Where test data is kept that is too large for the repository. It can be thrown away: it is made again. */
export const BENCH_CACHE = '.local-bench';
