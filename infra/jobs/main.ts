import { runMain } from '../command-line/run-main.ts';
import { runJobs } from './run-jobs.ts';

/** `npm run jobs`: what people do to jobs. */
await runMain(runJobs);
