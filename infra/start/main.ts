import { checkSongs } from './check-songs.ts';
import { type CommandLine, readCommandLine, USAGE } from './command-line.ts';
import { runLocalProduct } from './local-product.ts';
import { separateSongs } from './separate-songs.ts';
import { printConnections, printWelcome } from './welcome.ts';
import { WrongUsage } from './wrong-usage.ts';

/**
 * `npm start`: the whole product on this machine. With songs it separates them and ends; without, it runs
 * until Ctrl-C. Answers go to stdout, progress and problems to stderr.
 */
async function main(): Promise<number> {
  const commandLine = readCommandLine(process.argv.slice(2));
  if (commandLine.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  await checkSongs(commandLine.songs);
  const stopped = untilStopped();
  const product = await runLocalProduct(commandLine);
  try {
    if (commandLine.songs.length > 0) {
      return await Promise.race([separateSongs(product, commandLine), stopped.then(() => 130)]);
    }
    print(commandLine, product);
    await stopped;
    return 0;
  } finally {
    await product.cloud.stop();
  }
}

function print(commandLine: CommandLine, product: Awaited<ReturnType<typeof runLocalProduct>>): void {
  if (commandLine.json) printConnections(product);
  else printWelcome(product);
}

/** Resolves at the first Ctrl-C or polite kill. A second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof WrongUsage)) throw error;
  process.stderr.write(`${error.message}\n\nnpm start -- --help says more.\n`);
  process.exitCode = 1;
}
