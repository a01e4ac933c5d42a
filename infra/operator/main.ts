import { runOperator } from './run-operator.ts';

// Whoever reads the output may have had enough of it: `… catalogue search | head`.
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
  process.exit();
});

/** `npm run operator`: what the operator of an Engine does by hand. */
process.exitCode = await runOperator(process.argv.slice(2), {
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
  now: () => new Date(),
});
