import * as fc from 'fast-check';
import type { CallPath } from './answers.ts';
import { CALL_FIELDS } from './call-fields.ts';
import { multipartBody, type RawPart, type RawRequest, urlencodedBody } from './raw-request.ts';

/** Values that a call may well take, so that generated requests reach what lies behind the checks. */
export interface KnownValues {
  readonly tokens: readonly string[];
  readonly hashes: readonly string[];
  /** Files that are what they say: a song, a zip. */
  readonly files: readonly Uint8Array[];
}

export interface GeneratedRequest extends RawRequest {
  /** Undefined for a path or method that does not exist. */
  readonly call: CallPath | undefined;
}

const bytesOf = (text: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> =>
  text.map((chars) => Buffer.from(chars));

const NUMBERS = [
  '0',
  '1',
  '2',
  '5',
  '10',
  '11',
  '20',
  '21',
  '44',
  '55',
  '68',
  '-1',
  '1.5',
  '1e309',
  '0x10',
  'NaN',
];
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
const LINKS = [
  'http://127.0.0.1:9/a.wav',
  'https://',
  'file:///etc/passwd',
  'https://mega.nz/file/x#y',
  'javascript:1',
];

const wild: fc.Arbitrary<Uint8Array> = fc.oneof(
  bytesOf(fc.string({ unit: 'binary', maxLength: 40 })),
  fc.uint8Array({ maxLength: 40 }),
  bytesOf(fc.constantFrom(...NUMBERS, ...TRAPS, ...WORDS, ...LINKS)),
  bytesOf(fc.string({ unit: 'grapheme', minLength: 2_000, maxLength: 3_000, size: 'max' })),
);

const names = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('audiofile', 'sep_type[]', '__proto__', 'constructor', 'שם', 'a b', ''),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);
const fileNames = fc.constantFrom(
  'song.wav',
  'שיר קצר.wav',
  '../../a"b.mp3',
  'no extension',
  '',
  `${'x'.repeat(300)}.flac`,
  '🎵\r\n.ogg',
);

/** A value for a field: one that means something there, or anything. */
function fieldValue(field: string, known: KnownValues): fc.Arbitrary<Uint8Array> {
  const meant: Readonly<Record<string, readonly string[]>> = {
    api_token: known.tokens,
    hash: known.hashes,
    email: ['user@example.com', 'user@', 'U@EXAMPLE.COM'],
    password: ['ASDFQWEr123'],
    password_confirmation: ['ASDFQWEr123'],
    name: ['user'],
  };
  const values = meant[field] ?? [...NUMBERS, ...WORDS];
  return fc.oneof(
    { weight: 3, arbitrary: bytesOf(fc.constantFrom(...values)) },
    { weight: 2, arbitrary: wild },
  );
}

function fieldsOf(names: readonly string[], known: KnownValues): fc.Arbitrary<[string, Uint8Array][]> {
  return fc
    .shuffledSubarray([...names])
    .chain((chosen) =>
      fc.tuple(...chosen.map((name) => fc.tuple(fc.constant(name), fieldValue(name, known)))),
    );
}

function partsOf(files: readonly string[], known: KnownValues): fc.Arbitrary<RawPart[]> {
  const part = (name: string): fc.Arbitrary<RawPart> =>
    fc.record(
      {
        name: fc.constant(name),
        value: fc.oneof(fc.constantFrom(...known.files), wild),
        fileName: fileNames,
        contentType: fc.constantFrom('audio/wav', 'application/octet-stream', 'nonsense'),
      },
      { requiredKeys: ['name', 'value'] },
    );
  return fc.shuffledSubarray([...files]).chain((chosen) => fc.tuple(...chosen.map(part)));
}

function bodyOf(
  fields: readonly (readonly [string, Uint8Array])[],
  files: readonly RawPart[],
): fc.Arbitrary<NonNullable<RawRequest['body']>> {
  const parts = fields.map(([name, value]) => ({ name, value }));
  const whole = fc.constantFrom(
    multipartBody([...files, ...parts]),
    multipartBody([...parts, ...files]),
    urlencodedBody(fields),
  );
  const broken = fc
    .tuple(whole, fc.nat(100), fc.constantFrom('application/json', 'text/plain', 'multipart/form-data', ''))
    .map(([{ contentType, bytes }, percent, other]) => ({
      contentType: other === '' ? contentType : other,
      bytes: bytes.subarray(0, Math.floor((bytes.length * percent) / 100)),
    }));
  return fc.oneof({ weight: 5, arbitrary: whole }, { weight: 1, arbitrary: broken });
}

function requestOf(call: CallPath, known: KnownValues): fc.Arbitrary<GeneratedRequest> {
  const { methods, fields, files = [] } = CALL_FIELDS[call];
  const strangers = fc.array(fc.tuple(names, wild), { maxLength: 2 });
  return fc
    .tuple(fc.constantFrom(...methods), fieldsOf(fields, known), strangers, partsOf(files, known))
    .chain(([method, own, others, parts]) => {
      const request = { call, method, path: `/api/${call}` };
      const all = [...own, ...others];
      if (method === 'GET') return fc.constant({ ...request, query: all });
      return bodyOf(all, parts).map((body) => ({ ...request, query: [], body }));
    });
}

const CALLS = fc.constantFrom(...keysOf(CALL_FIELDS));

/** A request that has no answer: a path of no call, or a call by a method that it does not take. */
const nowhere: fc.Arbitrary<GeneratedRequest> = fc
  .oneof(
    fc
      .constantFrom(
        '/api',
        '/api/',
        '/api/app',
        '/api/separation/delete',
        '/api/app/queue/summary',
        '/api/%FF',
        '/api/../x',
      )
      .chain((path) => fc.constantFrom('GET', 'POST').map((method) => ({ path, method }))),
    fc
      .tuple(CALLS, fc.constantFrom('PUT', 'DELETE', 'PATCH', 'GET', 'POST'))
      .filter(
        ([call, method]) =>
          !CALL_FIELDS[call].methods.some((own) => own === method) && call !== 'app/register',
      )
      .map(([call, method]) => ({ path: `/api/${call}`, method })),
  )
  .map((request) => ({ ...request, call: undefined, query: [] }));

/** Any request somebody could send to the API: most to its calls, some to nowhere. */
export function generatedRequest(known: KnownValues): fc.Arbitrary<GeneratedRequest> {
  return fc.oneof(
    { weight: 12, arbitrary: CALLS.chain((call) => requestOf(call, known)) },
    { weight: 1, arbitrary: nowhere },
  );
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  const keys: Key[] = [];
  for (const key in record) keys.push(key);
  return keys;
}
