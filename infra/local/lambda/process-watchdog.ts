import { spawn } from 'node:child_process';

/** Sees to it that no child outlives this process. */
export interface ProcessWatchdog {
  watch(pid: number): void;
  forget(pid: number): void;
  stop(): void;
}

/** Keeps the process ids it is told, and kills them when its input ends: that is, when the parent is gone. */
const SCRIPT = `
trap '' HUP INT TERM
pids=' '
while read -r sign pid; do
  case "$sign" in
    +) pids="$pids$pid " ;;
    -) case "$pids" in *" $pid "*) pids="\${pids%% $pid *} \${pids#* $pid }" ;; esac ;;
  esac
done
for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
`;

/**
 * Starts a shell that outlives this process just long enough to kill what it left behind.
 *
 * An execution environment already ends by itself when its standard input closes, but only once its event loop
 * turns: a function in an endless or merely long computation would survive a SIGKILL of its parent. Where there
 * is no POSIX shell (Windows), that remains so.
 */
export function startProcessWatchdog(): ProcessWatchdog {
  if (process.platform === 'win32') return { watch: () => {}, forget: () => {}, stop: () => {} };
  // A session of its own, so that a signal to our whole process group does not take the watchdog too.
  const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  // Writing to a shell that was killed by hand is no reason to fall.
  shell.stdin.on('error', () => {});
  shell.unref();
  return {
    watch: (pid) => shell.stdin.write(`+ ${pid}\n`),
    forget: (pid) => shell.stdin.write(`- ${pid}\n`),
    stop: () => shell.stdin.end(),
  };
}
