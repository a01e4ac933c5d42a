import fc from 'fast-check';
import * as z from 'zod';
import type { Operation } from '../../../shared/api/operation.ts';
import { generatedBody } from './generated-body.ts';
import { WILD_TEXT } from './wild-text.ts';

/** The key that a request shows. */
export const SHOWN_KEYS = ['writer', 'reader', 'revoked', 'unknown', 'malformed', 'none'] as const;
export type ShownKey = (typeof SHOWN_KEYS)[number];

/** A request that may be right, nearly right, or nothing at all. */
export interface GeneratedRequest {
  readonly method: string;
  /** As it stands in the request line: percent-encoded. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly key: ShownKey;
  readonly body?: Buffer;
}

const METHODS = ['GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS'];
/** What belongs to the MVSep API and to webhooks is tested where that is. */
const OTHERS = /^\/(api|storage|webhooks)(\/|$)/;

const PRINTABLE = fc.stringMatching(/^[\x21-\x7e]{0,40}$/);
const CONTENT_TYPE = mostly(
  fc.constant('application/json'),
  fc.oneof(
    fc.constantFrom(
      'text/plain',
      'multipart/form-data',
      'application/json; charset=utf-16',
      'application/x+json',
      '',
    ),
    PRINTABLE,
  ),
);
const IDEMPOTENCY_KEY = fc.oneof(fc.constantFrom('a', 'two words', 'x'.repeat(300)), fc.uuid(), PRINTABLE);
const HEADERS: fc.Arbitrary<Record<string, string>> = fc
  .record(
    {
      'content-type': CONTENT_TYPE,
      'idempotency-key': IDEMPOTENCY_KEY,
      accept: PRINTABLE,
      'x-forwarded-for': PRINTABLE,
    },
    { requiredKeys: ['content-type'] },
  )
  .map((all) => Object.fromEntries(Object.entries(all).map(([name, value]) => [name, value.trim()])));

/** Requests to these operations, and to what lies beside them. */
export function generatedRequest(operations: readonly Operation[]): fc.Arbitrary<GeneratedRequest> {
  // Made once: to make an arbitrary takes longer than to take a thousand values from it.
  const each = operations.map((operation) => ({
    // There is more that can be wrong with a body.
    weight: operation.method === 'POST' ? 3 : 1,
    arbitrary: fc.record({
      method: mostly(fc.constant(operation.method), fc.constantFrom(...METHODS)),
      path: pathOf(operation),
      query: queryOf(operation),
      headers: HEADERS,
      key: fc.constantFrom('writer', 'writer', 'writer', ...SHOWN_KEYS),
      body: fc.option(generatedBody(operation), {
        nil: undefined,
        freq: operation.method === 'POST' ? 20 : 2,
      }),
    }),
  }));
  return fc
    .oneof(...each)
    .map(({ body, ...request }) => ({ ...request, ...(body === undefined ? {} : { body }) }));
}

function mostly<Value>(usual: fc.Arbitrary<Value>, other: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: other });
}

/** Its own path with parameters from its examples or wild ones, the same a little wrong, or another one. */
function pathOf({ path, examples }: Operation): fc.Arbitrary<string> {
  const known = examples.flatMap(({ parameters }) => Object.values(texts.catch({}).parse(parameters)));
  const parameter = fc.oneof(fc.constantFrom('abc', ...known), WILD_TEXT).map((text) => encode(text));
  const own = fc.array(parameter, { minLength: 3, maxLength: 3 }).map((values) => {
    let next = 0;
    return path.replaceAll(/\{\w+\}/g, () => values[next++] ?? 'abc');
  });
  const nearly = fc
    .tuple(own, fc.constantFrom('/', '//', '/x', '.json', '%20', '%2F..%2F', ';a=b'))
    .map(([right, more]) => right + more);
  const elsewhere = fc
    .array(WILD_TEXT.map(encode), { maxLength: 5 })
    .map((segments) => `/${segments.join('/')}`)
    .filter((any) => !OTHERS.test(any));
  return mostly(own, fc.oneof(nearly, elsewhere));
}

const texts = z.record(z.string(), z.string());

/** Well-formed, and without the dots that clients resolve themselves. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('.', '%2E');
}

/** Parameters that the operation knows and others, once or twice, with values of all kinds, page tokens among them. */
function queryOf({ query, examples }: Operation): fc.Arbitrary<string> {
  const known = query instanceof z.ZodObject ? Object.keys(query.shape) : [];
  const names = mostly(
    fc.constantFrom('limit', 'cursor', ...known),
    fc.oneof(WILD_TEXT, fc.constant('__proto__')),
  );
  const usual = examples.flatMap((example) =>
    Object.values(texts.catch({}).parse(example.query)).map(String),
  );
  const token = fc
    .oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant({ pk: 'KEYS', sk: 'a' }))
    .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'));
  const values = fc.oneof(fc.constantFrom('1', '20', ...usual), WILD_TEXT, token);
  const pairs = fc
    .array(fc.tuple(names, values), { maxLength: 4 })
    .map((all) => all.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&'));
  const junk = fc.constantFrom('%zz', '&&&=', '?', 'a=%', 'limit', '%C3%28=1', 'cursor=%00');
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 5, arbitrary: pairs },
    { weight: 1, arbitrary: junk },
  );
}
