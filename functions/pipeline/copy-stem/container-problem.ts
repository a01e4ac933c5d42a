import { wavDataSize } from '../../../shared/audio/wav-data-size.ts';

/** How the first bytes of a file look, by its extension, in Latin-1. */
const BEGINNINGS: Readonly<Record<string, readonly RegExp[]>> = {
  wav: [/^(?:RIFF|RF64|BW64)[\s\S]{4}WAVE/],
  flac: [/^fLaC/, /^ID3/],
  // A frame begins with 11 set bits; then a version and a layer that are not the reserved ones.
  mp3: [/^ID3/, /^\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]/],
  m4a: [/^[\s\S]{4}ftyp/],
  mp4: [/^[\s\S]{4}ftyp/],
  aac: [/^\xff[\xf0\xf1\xf8\xf9]/, /^ADIF/, /^ID3/],
  ogg: [/^OggS/],
  opus: [/^OggS/],
  aiff: [/^FORM[\s\S]{4}AIF[FC]/],
  aif: [/^FORM[\s\S]{4}AIF[FC]/],
  mid: [/^MThd/],
  midi: [/^MThd/],
  zip: [/^PK/],
};

const HTML = /^\s*<(?:!doctype|html|head|body|\?xml)/i;
/** What services answer instead of a file: an object that speaks of an error. */
const JSON_ERROR = /^\s*\{[\s\S]{0,200}?"(?:error|errors|message|success)"\s*:/;

export interface FileStart {
  /** Lower-case, without a dot. */
  readonly extension: string;
  readonly contentType: string | undefined;
  /** The first bytes, at least some thousand of them unless the file is shorter. */
  readonly head: Buffer;
  /** Length of the whole file. */
  readonly bytes: number;
}

/**
 * Why a file is not what its extension says, as the end of a sentence; undefined when nothing speaks against it. Of
 * a format that is not known here it is only said that it is no error page.
 */
export function containerProblem({ extension, contentType, head, bytes }: FileStart): string | undefined {
  const text = head
    .subarray(0, 1024)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '');
  if (HTML.test(text) || /^text\/html\b/i.test(contentType ?? '')) return 'the server sent a web page.';
  const beginnings = BEGINNINGS[extension];
  if (beginnings === undefined) return JSON_ERROR.test(text) ? 'the server sent an error.' : undefined;
  if (!beginnings.some((beginning) => beginning.test(text))) {
    return `what the server sent is no ${extension} file.`;
  }
  return extension === 'wav' ? wavProblem(head, bytes) : undefined;
}

/** A WAV file that was cut off promises more sound than it has. */
function wavProblem(head: Buffer, bytes: number): string | undefined {
  let long: number | undefined;
  for (let offset = 12; offset + 8 <= head.length; ) {
    const name = head.toString('latin1', offset, offset + 4);
    const declared = head.readUInt32LE(offset + 4);
    const body = offset + 8;
    if (name === 'ds64' && body + 16 <= head.length) long = Number(head.readBigUInt64LE(body + 8));
    if (name === 'data') {
      const size = wavDataSize({ declared, long, next: head.subarray(body, body + 4) });
      const isCutOff = Number.isFinite(size) && body + size > bytes;
      return isCutOff ? `its header promises ${size} bytes of sound, more than the file holds.` : undefined;
    }
    offset = body + declared + (declared % 2);
  }
  return head.length < bytes ? undefined : 'it has no sound.';
}
