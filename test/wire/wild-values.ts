import * as fc from 'fast-check';
import { LINKS } from './meant-values.ts';

/** Texts as their bytes in UTF-8. */
export const bytesOf = (text: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> =>
  text.map((chars) => Buffer.from(chars));

const NUMBERS = '0 1 2 5 10 11 20 21 44 55 68 -1 1.5 1e309 0x10 NaN'.split(' ');
const TRAPS = [
  '',
  ' ',
  '9'.repeat(400),
  '__proto__',
  'null',
  'true',
  '٣',
  '1\u0000',
  '../../etc/passwd',
  '[]',
  "' OR 1",
];
const WORDS = [
  'direct',
  'mega',
  'drive',
  'dropbox',
  'en',
  'ru',
  'single_upload,no_upload',
  'instrum',
  'not an email',
];

/** Bytes that no field was made for. */
export const wild: fc.Arbitrary<Uint8Array> = fc.oneof(
  bytesOf(fc.string({ unit: 'binary', maxLength: 40 })),
  fc.uint8Array({ maxLength: 40 }),
  bytesOf(fc.constantFrom(...NUMBERS, ...TRAPS, ...WORDS, ...LINKS)),
  bytesOf(fc.string({ unit: 'grapheme', minLength: 2_000, maxLength: 3_000, size: 'max' })),
);

/** Names of fields that no call knows. */
export const strangeNames = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('audiofile', 'sep_type[]', '__proto__', 'constructor', 'שם', 'a b', ''),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);
/** Names that uploaded files may have. */
export const fileNames = fc.constantFrom(
  'song.wav',
  'שיר קצר.wav',
  '../../a"b.mp3',
  'no extension',
  '',
  `${'x'.repeat(300)}.flac`,
  '🎵\r\n.ogg',
);
