import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Writes a function's asset into a folder of its own: file name to source. */
export function functionFolder(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'local-lambda-'));
  for (const [name, source] of Object.entries(files)) writeFileSync(path.join(directory, name), source);
  return directory;
}
