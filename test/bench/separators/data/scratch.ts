import { execFileSync } from 'node:child_process';
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
        try {
          execFileSync(program, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
        } catch (cause) {
          throw isAbsent(cause) ? new Error(missingPrograms(), { cause }) : cause;
        }
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
