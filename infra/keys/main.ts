import { runMain } from '../command-line/run-main.ts';

/** `npm run keys`: who may call the API. */
await runMain(async () => (await import('./run-keys.ts')).runKeys);
