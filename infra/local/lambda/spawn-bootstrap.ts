import { type ChildProcess, spawn } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { EnvironmentHost } from './environment-host.ts';
import { environmentVariables } from './environment-variables.ts';
import type { FunctionConfig } from './function-config.ts';

const bootstrapFile = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url));

/**
 * Starts the process of an execution environment, and hands on the lines that it writes.
 *
 * Where this process keeps what V8 compiles, its environments do so too: a function is then compiled once, instead
 * of at each of its cold starts. Node takes nothing from there that was made of another source.
 */
export function spawnBootstrap(config: FunctionConfig, address: string, host: EnvironmentHost): ChildProcess {
  // V8 gets most of the memory size as its heap; the rest is for its code, stacks and buffers.
  const oldSpaceMegabytes = Math.max(Math.floor(config.memoryMegabytes * 0.9), host.minimumHeapMegabytes);
  const child = spawn(
    process.execPath,
    [
      '--enable-source-maps',
      `--max-old-space-size=${oldSpaceMegabytes}`,
      bootstrapFile,
      getCompileCacheDir() ?? '',
    ],
    {
      cwd: config.directory,
      env: environmentVariables(config, address, host.environment),
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  // The lifeline breaks when the process ends first; its exit says so already.
  child.stdin.on('error', () => {});
  if (child.pid !== undefined) host.watchdog.watch(child.pid);
  forwardLines(child.stdout, (line) => host.log(config.name, line));
  forwardLines(child.stderr, (line) => host.log(config.name, line));
  return child;
}

function forwardLines(stream: Readable, log: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', log);
}
