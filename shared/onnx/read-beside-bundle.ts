import { readFile } from 'node:fs/promises';

/**
 * Reads a file that lies beside the bundle of a function, as the function's `files` say.
 *
 * @param inRepository where it lies when nothing is bundled
 */
export async function readBesideBundle(name: string, inRepository: () => URL | string): Promise<Uint8Array> {
  try {
    return await readFile(new URL(name, import.meta.url));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    return readFile(inRepository());
  }
}
