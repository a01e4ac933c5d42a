import type { Terminal } from './run-program.ts';

/** Runs a command line as the whole of a process: answers go to stdout, complaints to stderr. */
export async function runMain(
  run: (args: readonly string[], terminal: Terminal) => Promise<number>,
): Promise<void> {
  // Whoever reads the output may have had enough of it: `… list | head`.
  process.stdout.on('error', (error) => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error;
    process.exit();
  });
  process.exitCode = await run(process.argv.slice(2), {
    print: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
    now: () => new Date(),
  });
}
