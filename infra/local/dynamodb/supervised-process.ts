import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const STOP_SECONDS = 5;

/**
 * Runs the program given as its arguments until that ends, or until the pipe at descriptor 3 closes.
 *
 * The other end of the pipe is held by nobody but us, so the kernel closes it however we die, SIGKILL
 * included, and no program is left behind. Input of background commands is /dev/null by definition, hence
 * the descriptor of its own.
 */
const WATCHER = `
"$@" 3<&- & program=$!
{ cat <&3 >/dev/null 2>&1; kill "$program" 2>/dev/null; } >/dev/null 2>&1 & watcher=$!
wait "$program"; status=$?
kill "$watcher" 2>/dev/null
exit $status
`;

/** A program that lives at most as long as this process. */
export interface SupervisedProcess {
  /** Settles with the exit code (128 + signal number for a signal) when the program has ended. */
  readonly ended: Promise<number>;
  /** Asks the program to end (SIGTERM), kills it after five seconds, settles when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a program that cannot outlive this process.
 *
 * It runs in a process group of its own: a Ctrl-C in the terminal reaches only us, and we end the program
 * when nothing needs it any more.
 *
 * @param onLine gets each line the program writes, on either output.
 */
export function startSupervised(
  command: string,
  args: readonly string[],
  onLine: (line: string) => void,
): SupervisedProcess {
  const child = spawn('/bin/sh', ['-c', WATCHER, 'sh', command, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  for (const output of [child.stdout, child.stderr]) {
    if (output !== null) createInterface({ input: output }).on('line', onLine);
  }
  const ended = exitOf(child);
  const lifeline = child.stdio[3];
  return {
    ended,
    stop: async () => {
      lifeline?.destroy();
      const timer = setTimeout(() => killGroup(child), STOP_SECONDS * 1000);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function exitOf(child: ChildProcess): Promise<number> {
  const [code] = await once(child, 'exit');
  child.stdio[3]?.destroy();
  return typeof code === 'number' ? code : 1;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
