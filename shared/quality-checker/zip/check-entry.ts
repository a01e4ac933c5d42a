import { type Entry, getFileNameLowLevel } from 'yauzl';
import { UnusableSubmission } from '../../errors/unusable-submission.ts';

/** What one file of an archive says of itself, once it is known to be harmless. */
export interface ArchivedFile {
  /** With single slashes, and none at the start. */
  readonly path: string;
  readonly entry: Entry;
}

const STORED = 0;
const DEFLATED = 8;

/** No data deflate to less than a 1032nd of their size (https://zlib.net/zlib_tech.html): who says so lies. */
const LARGEST_RATIO = 1_032;
/** The end of a deflated stream takes some bytes, however little there is in it. */
const SMALL_BYTES = 64 * 1024;

/** Bits of the mode that Unix keeps in the upper half of the external attributes. */
const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;
const LARGEST_NAME_BYTES = 512;
/** Times, owners, long sizes and a remark: real archives need some dozens of bytes for them. */
const LARGEST_EXTRA_BYTES = 4 * 1024;

/**
 * Looks at one line of an archive's directory, before anything of the file itself is read.
 *
 * @returns undefined for a folder, and for the litter that desktops leave in archives.
 * @throws UnusableSubmission when the file could do harm, or cannot be read.
 */
export function checkEntry(entry: Entry): ArchivedFile | undefined {
  const path = safePath(entry);
  const refuse = (what: string) => new UnusableSubmission(`The file ${shown(path)} in the zip ${what}`);
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMBOLIC_LINK) {
    throw refuse('is a symbolic link. Put the file itself into the zip.');
  }
  if (entry.extraFieldLength + entry.fileCommentLength > LARGEST_EXTRA_BYTES) {
    throw refuse('carries endless remarks. Make the zip anew.');
  }
  if (path.endsWith('/') || isLitter(path)) return undefined;
  if (entry.isEncrypted()) throw refuse('is encrypted. Make the zip without a password.');
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw refuse(`is compressed in an unusual way (method ${entry.compressionMethod}). Use plain zip.`);
  }
  if (entry.uncompressedSize > SMALL_BYTES && entry.uncompressedSize > entry.compressedSize * LARGEST_RATIO) {
    throw refuse('claims a size that its data cannot have.');
  }
  return { path, entry };
}

/** The path of an entry, when it stays inside the folder that an archive is unpacked into. */
function safePath(entry: Entry): string {
  if (entry.fileNameRaw.length > LARGEST_NAME_BYTES) {
    throw new UnusableSubmission('A file in the zip has an overlong name. Make the zip anew.');
  }
  const name = getFileNameLowLevel(
    entry.generalPurposeBitFlag,
    entry.fileNameRaw,
    entry.extraFields,
    true,
  ).normalize('NFC');
  const refuse = (what: string) =>
    new UnusableSubmission(`The name ${shown(name)} in the zip ${what} Make the zip anew, of plain files.`);
  if (name === '') throw refuse('is empty.');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[\u0000-\u001f\u007f]/.test(name)) throw refuse('holds control characters.');
  if (name.includes('\\')) throw refuse('holds a backslash.');
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) throw refuse('is an absolute path.');
  if (name.split('/').includes('..')) throw refuse('leads out of its folder.');
  return name
    .split('/')
    .filter((part, index, parts) => index === parts.length - 1 || (part !== '' && part !== '.'))
    .join('/');
}

/** What macOS and Windows put into archives unasked. */
function isLitter(path: string): boolean {
  const file = path.split('/').at(-1) ?? '';
  return path.startsWith('__MACOSX/') || ['.DS_Store', 'Thumbs.db', 'desktop.ini'].includes(file);
}

/** A name for a message: short, and without what would garble a line. */
function shown(name: string): string {
  const printable = name.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return JSON.stringify(printable.length > 80 ? `${printable.slice(0, 80)}…` : printable);
}
