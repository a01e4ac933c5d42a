import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The files that hold object bytes. A file gets a random name, is written once, and becomes visible only
 * when the catalog names it. A file being read is removed when its last reader is done, so an overwrite
 * never cuts off a download.
 */
export class BodyFiles {
  readonly #directory: string;
  readonly #readers = new Map<string, number>();
  readonly #removeLater = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
    // 256 folders, so that none grows too large to list.
    for (let index = 0; index < 256; index++) {
      mkdirSync(join(directory, index.toString(16).padStart(2, '0')), { recursive: true });
    }
  }

  /** Creates an empty file for writing. */
  async create(): Promise<{ readonly file: string; readonly handle: FileHandle }> {
    const file = randomUUID();
    return { file, handle: await open(this.path(file), 'wx') };
  }

  path(file: string): string {
    return join(this.#directory, file.slice(0, 2), file);
  }

  /** Keeps files from being removed until the returned function is called. */
  hold(files: readonly string[]): () => void {
    for (const file of files) this.#readers.set(file, (this.#readers.get(file) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      for (const file of files) this.#release(file);
    };
  }

  #release(file: string): void {
    const readers = (this.#readers.get(file) ?? 1) - 1;
    if (readers > 0) {
      this.#readers.set(file, readers);
      return;
    }
    this.#readers.delete(file);
    if (this.#removeLater.delete(file)) rmSync(this.path(file), { force: true });
  }

  /** Removes files, now or when their last reader is done. */
  remove(files: readonly string[]): void {
    for (const file of files) {
      if (this.#readers.has(file)) this.#removeLater.add(file);
      else rmSync(this.path(file), { force: true });
    }
  }

  /** Removes what an interrupted run left behind: every file the catalog does not name. */
  sweep(named: ReadonlySet<string>): void {
    for (const folder of readdirSync(this.#directory)) {
      const orphans = readdirSync(join(this.#directory, folder)).filter((file) => !named.has(file));
      for (const orphan of orphans) rmSync(join(this.#directory, folder, orphan), { force: true });
    }
  }
}
