import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingPrograms } from './missing-programs.ts';

/** A folder for what programs hand to each other while something is made. */
export interface Scratch {
  path(name: string): string;
  /** Writes a file, and tells its path. */
  write(name: string, content: string | Uint8Array): string;
  /**
   * Runs a program in the folder, in silence; its variables are added to those of this process.
   *
   * @throws Error with what the program said when it failed, or how to get it when it is not there
   */
  run(program: string, args: readonly string[], variables?: NodeJS.ProcessEnv): void;
}

/** How many letters of what a program said are told when it fails. */
const LAST_WORDS = 500;

/** Lends a folder, and takes it away afterwards. */
export async function withScratch<T>(work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-data-'));
  const path = (name: string) => join(folder, name);
  try {
    return await work({
      path,
      write(name, content) {
        writeFileSync(path(name), content);
        return path(name);
      },
      run(program, args, variables = {}) {
        const env = { ...process.env, ...variables };
        const { error, status, signal, stderr } = spawnSync(program, args, {
          cwd: folder,
          env,
          stdio: ['ignore', 'ignore', 'pipe'],
          encoding: 'utf8',
        });
        if (error !== undefined)
          throw isAbsent(error) ? new Error(missingPrograms(), { cause: error }) : error;
        if (status !== 0)
          throw new Error(`${program} ended with ${signal ?? status}: ${stderr.slice(-LAST_WORDS)}`);
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAbsent(error: Error): boolean {
  return 'code' in error && error.code === 'ENOENT';
}
