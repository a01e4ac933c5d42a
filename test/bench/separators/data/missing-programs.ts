import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What test mixes are made with, each from the Debian package of its name; LMMS only for one of them. */
const PROGRAMS = ['fluidsynth', 'espeak-ng', 'praat', 'sox', 'ffmpeg', 'lmms'];

/** Which of the programs that test mixes are made with are not here, and how to get them; undefined when all are. */
export function missingPrograms(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const missing = PROGRAMS.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
  return missing.length === 0 ? undefined : `Test mixes need more programs: apt install ${missing.join(' ')}`;
}
