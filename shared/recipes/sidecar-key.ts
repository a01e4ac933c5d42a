const SUFFIX = '.mvsep.json';

/** Key of the file that says, for one song alone, what becomes of it: it lies beside the song. */
export function sidecarKey(songKey: string): string {
  return `${songKey}${SUFFIX}`;
}

/** Key of the song that a sidecar file belongs to; undefined for any other key. */
export function songOfSidecar(key: string): string | undefined {
  return key.endsWith(SUFFIX) ? key.slice(0, -SUFFIX.length) : undefined;
}
