import { runOperator } from './run-operator.ts';

/** `npm run operator`: what the operator of an Engine does by hand. */
process.exitCode = await runOperator(process.argv.slice(2), {
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
  now: () => new Date(),
});
