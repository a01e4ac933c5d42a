import { createHash, randomBytes, randomInt } from 'node:crypto';

/** A hash is also the name of an execution, and Step Functions allows those 80 characters. */
const LONGEST_HASH = 80;

/** Extensions longer than this are no extensions. */
const LONGEST_EXTENSION = 5;

const SHORT_HASH_LENGTH = 16;
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The long hash of a separation: UTC time, ten hex digits, and the file's name in lower case with every other
 * character turned into a dash, cut to fit. Example: `20230327071601-0e3e5c6c85-13-dimensions.mp3`.
 *
 * @param origin what the hex digits are derived from: the same origin and time give the same hash, which
 *   keeps a step that runs twice from minting two. Random when left out.
 */
export function longHash(fileName: string, time: Date, origin?: string): string {
  const digits = time.toISOString().replace(/\D/g, '').slice(0, 14);
  const hex = origin === undefined ? randomBytes(5).toString('hex') : sha256(origin).slice(0, 10);
  const { base, extension } = splitName(fileName);
  const room = LONGEST_HASH - `${digits}-${hex}-.${extension}`.length;
  return `${digits}-${hex}-${slug(base).slice(0, room)}.${extension}`;
}

/** The short hash of audio that is given by link: sixteen letters and digits. */
export function shortHash(): string {
  return Array.from({ length: SHORT_HASH_LENGTH }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join(
    '',
  );
}

/** The file name inside a long hash: `13-dimensions.mp3`. */
export function fileNameOf(hash: string): string {
  return hash.replace(/^\d{14}-[0-9a-f]{10}-/, '');
}

/** A name without its extension. */
export function baseNameOf(name: string): string {
  return name.replace(/\.[^.]*$/, '');
}

function splitName(fileName: string): { base: string; extension: string } {
  const found = new RegExp(`^(.*)\\.([A-Za-z0-9]{1,${LONGEST_EXTENSION}})$`, 's').exec(fileName);
  const [, base = fileName, extension = 'audio'] = found ?? [];
  return { base, extension: extension.toLowerCase() };
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/gu, '-') || 'audio';
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
