import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BENCH_CACHE } from './bench-cache.ts';
import type { Packaged } from './packaged.ts';

/**
 * The path of a file, or folder, of a Debian package: where it lies once the package is installed, else out of the
 * package, which is downloaded and unpacked into the cache once. Nothing is installed and no rights are needed.
 *
 * @throws Error that tells how to get the package when it is neither installed nor can be downloaded
 */
export function packagedFile({ package: name, path }: Packaged): string {
  if (existsSync(path)) return path;
  const unpacked = resolve(BENCH_CACHE, 'packages', name);
  if (!existsSync(unpacked)) download(name, unpacked);
  const file = join(unpacked, path);
  if (!existsSync(file)) throw new Error(`There is no ${path} in the package ${name}.`);
  return file;
}

function download(name: string, folder: string): void {
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  console.error(`Downloading the package ${name} …`);
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: unfinished, stdio: ['ignore', 'ignore', 'pipe'] });
  try {
    run('apt-get', 'download', name);
    run('dpkg-deb', '--extract', ...readdirSync(unfinished), 'files');
    // Only a whole package gets its name: one that was broken off is begun anew.
    renameSync(join(unfinished, 'files'), folder);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`apt install ${name} would help, since it cannot be downloaded: ${reason}`, { cause });
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
