import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Claims a data directory for this process, so that no two local clouds write to the same files. The lock is one
 * of the operating system, held through SQLite: it goes with the process, however that ends, and there is never
 * a stale one to take over.
 *
 * @returns a function that gives the directory back; it may be called more than once
 * @throws Error with a sentence when a living process holds it
 */
export function lockDataDirectory(directory: string): () => void {
  // What lies inside are accounts, mails and songs: no business of other users of this machine.
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const holderFile = join(directory, 'lock.pid');
  const lock = new DatabaseSync(join(directory, 'lock.sqlite'));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new Error(
      `A local cloud (process ${holderOf(holderFile)}) already runs on ${resolve(directory)}. ` +
        'Stop it, or choose another data directory.',
      { cause },
    );
  }
  writeFileSync(holderFile, String(process.pid));
  return () => {
    if (lock.isOpen) lock.close();
  };
}

/** For the sentence only: the lock itself is what counts. */
function holderOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
