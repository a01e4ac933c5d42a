import { runMain } from '../command-line/run-main.ts';
import { runOperator } from './run-operator.ts';

/** `npm run operator`: what the operator of an Engine does by hand. */
await runMain(runOperator);
