import { runMain } from '../command-line/run-main.ts';

/** `npm run operator`: what the operator of an Engine does by hand. */
await runMain(async () => (await import('./run-operator.ts')).runOperator);
