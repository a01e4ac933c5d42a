import * as z from 'zod';

/**
 * Fields of forms and queries: everything arrives as text, and an empty text means that the field is absent
 * (clients send empty `add_optN` fields).
 */
function absentWhenEmpty(value: unknown): unknown {
  return value === '' ? undefined : value;
}

function toNumber(value: unknown): unknown {
  const present = absentWhenEmpty(value);
  return typeof present === 'string' && /^\s*-?\d+\s*$/.test(present) ? Number(present) : present;
}

function toBoolean(value: unknown): unknown {
  const present = absentWhenEmpty(value);
  if (typeof present !== 'string' && typeof present !== 'number') return present;
  const text = String(present).toLowerCase();
  if (text === '1' || text === 'true') return true;
  return text === '0' || text === 'false' ? false : present;
}

export const wireFields = {
  /** A whole number; `minimum` and `maximum` included. */
  integer: (minimum: number, maximum: number, fallback: number) =>
    z.preprocess(toNumber, z.int().min(minimum).max(maximum).default(fallback)),
  /** `0`, `1`, `true` or `false`. */
  flag: (fallback: boolean) => z.preprocess(toBoolean, z.boolean().default(fallback)),
  /** Free text, absent when empty. */
  text: (maximumLength: number) => z.preprocess(absentWhenEmpty, z.string().max(maximumLength).optional()),
  /** One of a few words. */
  word: <const Words extends readonly [string, ...string[]]>(words: Words, fallback: Words[number]) =>
    z.preprocess(absentWhenEmpty, z.enum(words).default(fallback)),
};
