import { runMain } from '../command-line/run-main.ts';

/** `npm run jobs`: what people do to jobs. */
await runMain(async () => (await import('./run-jobs.ts')).runJobs);
