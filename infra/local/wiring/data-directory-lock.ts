import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Claims a data directory for this process, so that no two local clouds write to the same files. The lock
 * of a process that is gone is taken over.
 * @returns a function that gives the directory back
 * @throws Error with a sentence when a living process holds it
 */
export function lockDataDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'lock');
  for (;;) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const holder = holderOf(file);
    if (holder !== undefined && isAlive(holder)) {
      throw new Error(
        `A local cloud (process ${holder}) already runs on ${resolve(directory)}. Stop it, or choose another ` +
          `data directory. If no such process is a local cloud, delete ${resolve(file)}.`,
      );
    }
    rmSync(file, { force: true });
  }
}

function holderOf(file: string): number | undefined {
  try {
    const holder = Number(readFileSync(file, 'utf8').trim());
    return Number.isInteger(holder) && holder > 0 ? holder : undefined;
  } catch (error) {
    // It was given back in the meantime.
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return hasCode(error, 'EPERM');
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
