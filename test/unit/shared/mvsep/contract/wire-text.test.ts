import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CALLS } from '../../../../../shared/mvsep/contract/calls.ts';
import { createSeparation } from '../../../../../shared/mvsep/contract/create-separation.ts';
import { listNews } from '../../../../../shared/mvsep/contract/list-news.ts';
import { registerAccount } from '../../../../../shared/mvsep/contract/register-account.ts';
import { showLeaderboard } from '../../../../../shared/mvsep/contract/show-leaderboard.ts';

const fieldNames = (params: z.ZodType): string[] =>
  params instanceof z.ZodObject ? Object.keys(params.shape) : [];

/** Text as forms and queries carry it: mostly nearly right. */
const wireText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.double().map(String),
  fc.constantFrom(
    '',
    ' ',
    '0',
    '1',
    '-0',
    '01',
    '+1',
    '1e3',
    '0x10',
    '٣',
    'true',
    'FALSE',
    'null',
    'NaN',
    '\0',
  ),
  fc.constantFrom('en', 'RU ', 'direct', 'a@b.example', ' A@B.example', '2147483648', '9'.repeat(400)),
);

describe('the fields of every call, whatever text arrives', () => {
  it.each(CALLS.map((call) => [call.name, call] as const))(
    '%s takes them as the documented types or refuses them with a sentence for each',
    (_name, { params }) => {
      const names = fieldNames(params);
      const values = [...names, '__proto__', 'surprise'].map((name) => [name, wireText] as const);
      const fields = fc.record(Object.fromEntries(values), { requiredKeys: [], noNullPrototype: true });
      fc.assert(
        fc.property(fields, (given) => {
          let read: unknown;
          try {
            read = params.parse(given);
          } catch (error) {
            if (!(error instanceof z.ZodError)) throw error;
            for (const { message } of error.issues) expect(message).toMatch(/^The .+\.$|^Seperation type/s);
            return;
          }
          for (const [name, value] of Object.entries(z.record(z.string(), z.unknown()).parse(read))) {
            expect(names).toContain(name);
            expect(['string', 'number', 'boolean', 'undefined']).toContain(typeof value);
            if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true);
          }
        }),
        { numRuns: 150 },
      );
    },
  );

  it('takes the same whether a field is empty or absent', () => {
    for (const { params } of CALLS) {
      const empty = Object.fromEntries(fieldNames(params).map((name) => [name, '']));
      const [absent, given] = [params.safeParse({}), params.safeParse(empty)];
      expect(given.success).toBe(absent.success);
      if (absent.success)
        expect(Object.entries(given.data ?? {}).filter(defined)).toEqual(Object.entries(absent.data ?? {}));
    }
  });

  it('never takes a value that is no text, number or flag', () => {
    for (const { params } of CALLS) {
      for (const odd of [[], ['1'], {}, null]) {
        const given = Object.fromEntries(fieldNames(params).map((name) => [name, odd]));
        if (fieldNames(params).length > 0) expect(params.safeParse(given).success).toBe(false);
      }
    }
  });
});

function defined([, value]: [string, unknown]): boolean {
  return value !== undefined;
}

describe('pages of lists', () => {
  it.each([
    [{}, { start: 0, limit: 10 }],
    [
      { start: '2', limit: '1' },
      { start: 2, limit: 1 },
    ],
    [{ limit: '20' }, { start: 0, limit: 20 }],
    [{ limit: '21' }, { start: 0, limit: 20 }],
    [{ limit: '999999999999999999999' }, { start: 0, limit: 20 }],
    [{ lang: 'EN' }, { start: 0, limit: 10, lang: 'en' }],
  ])('accepts %j, with at most 20 items', (given, read) => {
    expect(listNews.params.parse(given)).toEqual(read);
  });

  it.each([
    { start: '-1' },
    { start: 'x' },
    { limit: '0' },
    { limit: '-5' },
    { limit: '1.5' },
    { lang: 'eng' },
  ])('refuses %j', (given) => {
    expect(listNews.params.safeParse(given).success).toBe(false);
  });

  it('knows 13 datasets', () => {
    expect(showLeaderboard.params.parse({})).toMatchObject({ dataset_type: 0 });
    expect(showLeaderboard.params.parse({ dataset_type: '12' })).toMatchObject({ dataset_type: 12 });
    expect(showLeaderboard.params.safeParse({ dataset_type: '13' }).success).toBe(false);
  });
});

function refusal(params: z.ZodType, given: unknown): string[] {
  return params.safeParse(given).error?.issues.map(({ message }) => message) ?? [];
}

describe('what is wrong with a form', () => {
  const form = {
    name: ' Ada ',
    email: ' Ada@Example.com ',
    password: ' a long password ',
    password_confirmation: ' a long password ',
  };

  it('is nothing: names and emails are trimmed, passwords are not', () => {
    expect(registerAccount.params.parse(form)).toEqual({
      ...form,
      name: 'Ada',
      email: 'ada@example.com',
    });
  });

  it.each([
    [{ ...form, email: '' }, 'The email field is required.'],
    [{ ...form, email: 'ada' }, 'The email field must be a valid email address.'],
    [{ ...form, name: ' ' }, 'The name field is required.'],
    [{ ...form, name: 'Ada\r\nBcc: x' }, 'The name field must be one line of text.'],
    [
      { ...form, password: 'short', password_confirmation: 'short' },
      'The password field must have at least 8 characters.',
    ],
    [{ ...form, password_confirmation: 'another' }, 'The password field confirmation does not match.'],
    [{ ...form, password: undefined }, 'The password field is required.'],
  ])('is said by field: %j', (given, sentence) => {
    expect(refusal(registerAccount.params, given)).toContain(sentence);
  });

  it.each([
    [{ remote_type: 'ftp' }, 'The remote_type field must be one of: direct, mega, drive, dropbox.'],
    [{ output_format: '6' }, 'The output_format field must be at most 5.'],
    [{ is_demo: 'maybe' }, 'The is_demo field must be 0 or 1.'],
    [{ sep_type: 'drums' }, 'Seperation type is not set'],
  ])('is said of a separation: %j', (given, sentence) => {
    expect(refusal(createSeparation.params, given)).toEqual([sentence]);
  });
});
