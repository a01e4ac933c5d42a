import type { RemoteType } from './open-remote.ts';
import { plainFileName } from './plain-file-name.ts';

/** A name with an ending such as `.mp3`; `download` or an id names no file. */
const FILE_NAME = /[^.]\.[a-z\d]{1,5}$/i;

/**
 * The file name that a link tells by its own path, without fetching anything: `song.mp3` of
 * `https://example.com/music/song.mp3?x=1`. Links of Google Drive and Mega carry ids only.
 */
export function nameOfLink(url: string, remoteType: RemoteType): string | undefined {
  if (remoteType === 'drive' || remoteType === 'mega') return undefined;
  const last = URL.parse(url)?.pathname.split('/').at(-1) ?? '';
  const name = plainFileName(decoded(last));
  return name !== undefined && FILE_NAME.test(name) ? name : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // A lone % is no escape; the name is only for show.
  }
}
