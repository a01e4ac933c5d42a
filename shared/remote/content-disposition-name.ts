import { plainFileName } from './plain-file-name.ts';

/** `filename*=UTF-8'en'na%C3%AFve.wav` (RFC 5987): charset, language, percent-encoded name. */
const EXTENDED = /(?:^|;)\s*filename\*\s*=\s*"?([\w-]+)'[^']*'([^;"\s]+)/i;
/** `filename="a \"b\".wav"` (RFC 6266). */
const QUOTED = /(?:^|;)\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i;
/** `filename=a.wav`; spaces are no part of a token, but servers send them. */
const TOKEN = /(?:^|;)\s*filename\s*=\s*([^";]+)/i;

/**
 * The file name that a `Content-Disposition` header announces, without folders: RFC 6266, with the extended
 * form (RFC 5987) before the plain one.
 *
 * @param header as node:http gives it: bytes above 127 as Latin-1, though most servers mean UTF-8.
 */
export function contentDispositionName(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const extended = EXTENDED.exec(header);
  const decoded = extended === null ? undefined : decodeExtended(extended[1] ?? '', extended[2] ?? '');
  if (decoded !== undefined) return plainFileName(decoded);
  const quoted = QUOTED.exec(header)?.[1]?.replace(/\\(.)/g, '$1');
  const plain = quoted ?? TOKEN.exec(header)?.[1];
  return plain === undefined ? undefined : plainFileName(utf8OrLatin1(Buffer.from(plain, 'latin1')));
}

function decodeExtended(charset: string, value: string): string | undefined {
  const bytes = Buffer.from(
    value.replace(/%([\da-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  if (/^utf-8$/i.test(charset)) return utf8OrLatin1(bytes);
  return /^iso-8859-1$/i.test(charset) ? bytes.toString('latin1') : undefined;
}

function utf8OrLatin1(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1'); // Not UTF-8 after all; the name is only for show.
  }
}
