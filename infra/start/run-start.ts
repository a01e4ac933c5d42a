import { checkOrder } from './check-order.ts';
import { checkSongs } from './check-songs.ts';
import { type CommandLine, readCommandLine, USAGE } from './command-line.ts';
import { describeProblem } from './describe-problem.ts';
import { type LocalProduct, runLocalProduct } from './local-product.ts';
import { separateSongs } from './separate-songs.ts';
import { printConnections, printWelcome } from './welcome.ts';

/** What a shell expects of a process that ended by Ctrl-C. */
const INTERRUPTED = 130;

/**
 * `npm start`: the whole product on this machine. With songs it separates them and ends; without, it runs
 * until Ctrl-C. Answers go to stdout, progress and problems to stderr.
 *
 * @returns the exit code
 */
export async function runStart(args: readonly string[]): Promise<number> {
  try {
    return await start(readCommandLine(args));
  } catch (error) {
    process.stderr.write(`${describeProblem(error)}\n`);
    return 1;
  }
}

async function start(commandLine: CommandLine): Promise<number> {
  if (commandLine.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  await checkSongs(commandLine.songs);
  if (commandLine.songs.length > 0) await checkOrder(commandLine);

  const stopped = untilStopped();
  const booting = runLocalProduct(commandLine);
  const product = await Promise.race([booting, stopped]);
  if (product === 'stopped') {
    // What the boot has started by then is stopped; what went wrong with it because of Ctrl-C is no news.
    await booting.then(({ cloud }) => cloud.stop()).catch(() => undefined);
    return sayStopped();
  }
  try {
    return await run(product, commandLine, stopped);
  } finally {
    await product.cloud.stop();
  }
}

async function run(
  product: LocalProduct,
  commandLine: CommandLine,
  stopped: Promise<'stopped'>,
): Promise<number> {
  if (commandLine.songs.length > 0) {
    const separating = separateSongs(product, commandLine);
    const end = await Promise.race([separating, stopped]);
    if (end !== 'stopped') return end;
    // Its connections are about to be cut.
    separating.catch(() => undefined);
    return sayStopped();
  }
  if (commandLine.json) printConnections(product);
  else printWelcome(product);
  await stopped;
  return 0;
}

function sayStopped(): number {
  process.stderr.write('Stopped. The same command goes on from here.\n');
  return INTERRUPTED;
}

/** Resolves at the first Ctrl-C or polite kill. A second one ends the process at once. */
function untilStopped(): Promise<'stopped'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve('stopped'));
    }
  });
}
