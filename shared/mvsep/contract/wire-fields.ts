import * as z from 'zod';
import { fieldMessage } from './field-message.ts';

/** What is said when a field has no allowed value. */
interface FieldMessage {
  readonly error: string | typeof fieldMessage;
}

const told: FieldMessage = { error: fieldMessage };

/** Larger than any offset or id, and fit for the integers of clients with 32 bits. */
const LARGEST_INTEGER = 2_147_483_647;

/** The most that a page of a list holds, as the documentation says. */
const LARGEST_PAGE = 20;

/**
 * Fields of forms and queries: everything arrives as text, and an empty text means that the field is absent
 * (clients send empty `add_optN` fields).
 */
function absentWhenEmpty(value: unknown): unknown {
  return value === '' ? undefined : value;
}

function toNumber(value: unknown): unknown {
  const present = absentWhenEmpty(typeof value === 'string' ? value.trim() : value);
  return typeof present === 'string' && /^-?\d+$/.test(present) ? Number(present) : present;
}

function toPageSize(value: unknown): unknown {
  const number = toNumber(value);
  return typeof number === 'number' ? Math.min(number, LARGEST_PAGE) : number;
}

function toBoolean(value: unknown): unknown {
  const present = absentWhenEmpty(value);
  if (typeof present !== 'string' && typeof present !== 'number') return present;
  const text = String(present).toLowerCase();
  if (text === '1' || text === 'true') return true;
  return text === '0' || text === 'false' ? false : present;
}

function trimmed(value: unknown): unknown {
  return absentWhenEmpty(typeof value === 'string' ? value.trim() : value);
}

const lowered = (value: unknown) => (typeof value === 'string' ? value.trim().toLowerCase() : value);

/** Builders of the fields of forms and queries: text in, the documented type out, or a sentence on why not. */
export const wireFields = {
  /** A whole number; `minimum` and `maximum` included. `said` replaces the usual sentence on a wrong value. */
  integer: (minimum: number, maximum: number, fallback: number, said: FieldMessage = told) =>
    z.preprocess(toNumber, z.int(said).min(minimum, said).max(maximum, said).default(fallback)),
  /** A number that names something; there is no default. */
  id: () => z.preprocess(toNumber, z.int(told).min(1, told).max(LARGEST_INTEGER, told)),
  /** `0`, `1`, `true` or `false`. */
  flag: (fallback: boolean) => z.preprocess(toBoolean, z.boolean(told).default(fallback)),
  /** Free text, absent when empty. */
  text: (maximumLength: number) =>
    z.preprocess(absentWhenEmpty, z.string(told).max(maximumLength, told).optional()),
  /** Free text that must be there; spaces around it do not count. */
  requiredText: (maximumLength: number) =>
    z.preprocess(trimmed, z.string(told).min(1, told).max(maximumLength, told)),
  /** A password: every character counts, spaces included. */
  password: (minimumLength: number, maximumLength: number) =>
    z.preprocess(absentWhenEmpty, z.string(told).min(minimumLength, told).max(maximumLength, told)),
  /** An email address, in small letters. */
  email: () => z.preprocess((value) => absentWhenEmpty(lowered(value)), z.email(told).max(254, told)),
  /** A code of two letters, such as `en`. */
  language: () =>
    z.preprocess(
      (value) => absentWhenEmpty(lowered(value)),
      z
        .string(told)
        .regex(/^[a-z]{2}$/, { error: 'The lang field must be a code of two letters, such as en.' })
        .optional(),
    ),
  /** One of a few words. */
  word: <const Words extends readonly [string, ...string[]]>(words: Words, fallback: Words[number]) =>
    z.preprocess(absentWhenEmpty, z.enum(words, told).default(fallback)),
  /** How many of the newest items to leave out. */
  start: () =>
    z
      .preprocess(toNumber, z.int(told).min(0, told).max(LARGEST_INTEGER, told).default(0))
      .describe('How many items to leave out, counted from the newest.'),
  /** How many items to answer. More than 20 are taken as 20, so that a client that asks for more goes on. */
  limit: () =>
    z
      .preprocess(toPageSize, z.int(told).min(1, told).max(LARGEST_PAGE, told).default(10))
      .describe('How many items to answer at most. A server takes more than 20 as 20.'),
};
