import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWildcard } from '../../../infra/local/iam/matches-wildcard.ts';

describe('matchesWildcard', () => {
  it.each([
    ['*', ''],
    ['s3:Get*', 's3:GetObject'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/a/b:c'],
    ['a?c', 'abc'],
    ['*a*b*', 'xxaxxbxx'],
  ])('accepts %s for %s', (pattern, text) => expect(matchesWildcard(pattern, text)).toBe(true));

  it.each([
    ['s3:Get*', 's3:PutObject'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b'],
    ['a?c', 'ac'],
    ['a.c', 'abc'],
    ['a', ''],
  ])('refuses %s for %s', (pattern, text) => expect(matchesWildcard(pattern, text)).toBe(false));

  it('decides like a regular expression', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?') });
    const plain = fc.string({ unit: fc.constantFrom('a', 'b') });
    fc.assert(
      fc.property(word, plain, (pattern, text) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
        return matchesWildcard(pattern, text) === new RegExp(`^${source}$`).test(text);
      }),
    );
  });
});
