import { runMain } from '../command-line/run-main.ts';
import { runKeys } from './run-keys.ts';

/** `npm run keys`: who may call the API. */
await runMain(runKeys);
