/** The longest name that is kept, as in most file systems. */
const LONGEST_NAME = 255;

/** A name from outside without folders and control characters; undefined when nothing of it remains. */
export function plainFileName(name: string): string | undefined {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, LONGEST_NAME)
    .toWellFormed();
  return plain === '' || plain === '.' || plain === '..' ? undefined : plain;
}
