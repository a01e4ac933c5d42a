import * as fc from 'fast-check';
import type { CallPath } from './answers.ts';
import { CALL_FIELDS } from './call-fields.ts';
import { type KnownValues, meantValues } from './meant-values.ts';
import { multipartBody, type RawPart, type RawRequest, urlencodedBody } from './raw-request.ts';
import { bytesOf, fileNames, strangeNames, wild } from './wild-values.ts';

export interface GeneratedRequest extends RawRequest {
  /** Undefined for a path or method that does not exist. */
  readonly call: CallPath | undefined;
}

/** Fields of a call in any order; either all of them as they are meant, or any of them anything. */
function fieldsOf(names: readonly string[], known: KnownValues): fc.Arbitrary<[string, Uint8Array][]> {
  const meant = (name: string) => bytesOf(fc.constantFrom(...meantValues(name, known)));
  const anything = (name: string) => fc.oneof(meant(name), wild);
  return fc
    .tuple(fc.shuffledSubarray([...names]), fc.constantFrom(meant, anything))
    .chain(([chosen, value]) => fc.tuple(...chosen.map((name) => fc.tuple(fc.constant(name), value(name)))));
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
  const strangers = fc.array(fc.tuple(strangeNames, wild), { maxLength: 2 });
  return fc
    .tuple(fc.constantFrom(...methods), fieldsOf(fields, known), strangers, partsOf(files, known))
    .chain(([method, own, others, parts]) => {
      const request = { call, method, path: `/api/${call}` };
      const all = [...own, ...others];
      if (method === 'GET') return fc.constant({ ...request, query: withinAddress(all) });
      return bodyOf(all, parts).map((body) => ({ ...request, query: [], body }));
    });
}

/** Shorter than what CloudFront takes, which is 8,192 bytes with the path. */
const LONGEST_QUERY = 7_000;

/** As many fields as an address may hold: longer ones are refused on the way, before the API. */
function withinAddress(fields: readonly (readonly [string, Uint8Array])[]): [string, Uint8Array][] {
  let length = 0;
  return fields.flatMap(([name, value]): [string, Uint8Array][] => {
    // Percent-encoding takes three characters for a byte, and a character of a name has up to four bytes.
    length += 12 * name.length + 3 * value.length;
    return length > LONGEST_QUERY ? [] : [[name, value]];
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
