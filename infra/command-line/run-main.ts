import { keepCompiled } from './keep-compiled.ts';
import type { Terminal } from './run-program.ts';

type Program = (args: readonly string[], terminal: Terminal) => Promise<number>;

/**
 * Runs a command line as the whole of a process: answers go to stdout, complaints to stderr.
 *
 * @param load imports the program: what it needs is compiled once, and not at every run
 */
export async function runMain(load: () => Promise<Program>): Promise<void> {
  // Whoever reads the output may have had enough of it: `… list | head`.
  process.stdout.on('error', (error) => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error;
    process.exit();
  });
  keepCompiled();
  const run = await load();
  process.exitCode = await run(process.argv.slice(2), {
    print: (line) => process.stdout.write(`${line}\n`),
    complain: (line) => process.stderr.write(`${line}\n`),
    now: () => new Date(),
  });
}
