import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseStream } from 'music-metadata';
import { READABLE_FORMATS } from '../../shared/audio/readable-formats.ts';
import { WrongUsage } from '../command-line/wrong-usage.ts';

/**
 * Makes sure that every file exists and is audio, before anything starts.
 *
 * @throws WrongUsage naming every file that is not, one a line.
 */
export async function checkSongs(paths: readonly string[]): Promise<void> {
  const problems: string[] = [];
  // One after the other: hundreds of songs at once are more open files than a process may have.
  for (const path of paths) {
    const problem = await problemWith(path);
    if (problem !== undefined) problems.push(problem);
  }
  if (problems.length > 0) throw new WrongUsage(problems.join('\n'));
}

async function problemWith(path: string): Promise<string | undefined> {
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined) return `${path}: there is no such file.`;
  if (!facts.isFile())
    return `${path} is not a file. Name the songs themselves, for example ${join(path, '*.wav')}`;
  if (facts.size === 0) return `${path} is empty.`;
  if (!(await isReadable(path))) return `${path} may not be read: permission denied.`;
  // As a stream it has no name: what a file is called says little about what it is.
  const stream = createReadStream(path);
  try {
    const { format } = await parseStream(stream, { size: facts.size }, { skipCovers: true });
    if (format.container !== undefined && (format.numberOfChannels ?? 1) > 0 && format.hasAudio !== false) {
      return undefined;
    }
  } catch {
    // Whatever the parser stumbled over, to the user it is one thing: not audio.
  } finally {
    // The parser reads no further than it must, and leaves the file open.
    stream.destroy();
  }
  return `${path} is not audio that can be read. ${READABLE_FORMATS} can.`;
}

async function isReadable(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
