import fc from 'fast-check';
import * as z from 'zod';
import type { Operation } from '../../../shared/api/operation.ts';
import { WILD_TEXT } from './wild-text.ts';

type Path = readonly string[];

const HUGE = Buffer.alloc(1024 * 1024 + 1, ' ');

/** Bodies of an operation: as in its examples, with something changed in them, other JSON, and no JSON at all. */
export function generatedBody({ examples }: Operation): fc.Arbitrary<Buffer> {
  const known = examples.flatMap(({ body }) => (body === undefined ? [] : [body]));
  const example = fc.constantFrom({}, ...known);
  const wild = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    WILD_TEXT,
    fc.constantFrom(-1, 1e308, 2 ** 53, 0.1, null),
  );
  const name = fc.oneof(WILD_TEXT, fc.constant('__proto__'));
  const changed = fc
    .tuple(example, fc.nat(50), wild, name, fc.constantFrom('replace', 'replace', 'remove', 'add'))
    .map(([body, at, value, key, how]) => change(body, { at, value, key, how }));
  const json = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '');
  return fc.oneof(
    { weight: 30, arbitrary: example.map(json) },
    { weight: 60, arbitrary: changed.map(json) },
    { weight: 10, arbitrary: fc.jsonValue().map(json) },
    { weight: 5, arbitrary: fc.tuple(example, fc.nat(200)).map(([body, at]) => json(body).subarray(0, at)) },
    { weight: 5, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        ...['{"__proto__":{"scope":"write"}}', '{"a":1,"a":2}', '\ufeff{}', '"\\ud800"', '1e999'].map(
          (text) => Buffer.from(text),
        ),
        Buffer.from('['.repeat(20_000) + ']'.repeat(20_000)),
        Buffer.from(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`),
      ),
    },
    { weight: 2, arbitrary: fc.constant(HUGE) },
  );
}

interface Change {
  readonly at: number;
  readonly value: unknown;
  readonly key: string;
  readonly how: string;
}

/** The document with one place in it replaced, removed, or with something more in it. */
function change(document: unknown, { at, value, key, how }: Change): unknown {
  const all = placesIn(document);
  const place = all[at % all.length] ?? [];
  if (how === 'remove') return replaced(document, place, () => undefined);
  if (how === 'replace') return replaced(document, place, () => value);
  return replaced(document, place, (inner) => {
    if (Array.isArray(inner)) return [...inner, value];
    const fields = object.safeParse(inner);
    return fields.success ? { ...fields.data, [key]: value } : value;
  });
}

const object = z.record(z.string(), z.unknown());

function placesIn(document: unknown): Path[] {
  if (typeof document !== 'object' || document === null) return [[]];
  const inner = Object.entries(document).flatMap(([name, value]) =>
    placesIn(value).map((rest): Path => [name, ...rest]),
  );
  return [[], ...inner];
}

function replaced(document: unknown, [name, ...rest]: Path, by: (inner: unknown) => unknown): unknown {
  if (name === undefined) return by(document);
  if (Array.isArray(document)) {
    return document.map((inner, index) => (String(index) === name ? replaced(inner, rest, by) : inner));
  }
  return Object.fromEntries(
    Object.entries(object.parse(document)).map(([key, inner]) => [
      key,
      key === name ? replaced(inner, rest, by) : inner,
    ]),
  );
}
