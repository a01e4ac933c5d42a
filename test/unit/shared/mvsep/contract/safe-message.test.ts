import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeMessage } from '../../../../../shared/mvsep/contract/safe-message.ts';

describe('a message of the service', () => {
  it.each([
    [
      'cannot open https://b.example/handoff/a.wav?X-Amz-Date=1&X-Amz-Signature=SECRET now',
      'cannot open https://b.example/handoff/a.wav now',
    ],
    ['HTTP://h/p?SECRET', 'HTTP://h/p'],
    ['https://user:SECRET@h/p#SECRET', 'https://h/p'],
    ['"https:\\/\\/h\\/p?token=SECRET"', '"https:\\/\\/h\\/p"'],
    ["'https://h/p?a=b'SECRET", "'https://h/p"],
    ['https://h/p?file=my song.wav&token=SECRET', 'https://h/p song.wav…'],
    ['https://h/https%3A%2F%2Fb%2Fa.wav%3FX-Amz-Signature%3DSECRET', 'https://h/https%3A%2F%2Fb%2Fa.wav'],
    ['GET /handoff/a.wav?X-Amz-Signature=SECRET failed', 'GET /handoff/a.wav… failed'],
    ['bad api_token=SECRET', 'bad …'],
    ['one https://a/b?x=SECRET, two http://c/d?y=SECRET', 'one https://a/b two http://c/d'],
  ])('%s loses what may be secret', (text, safe) => {
    expect(safeMessage(text)).toBe(safe);
  });

  it.each([
    'Seperation type is not set',
    'Why? Set sep_type=44 (1 < 2).',
    'see https://mvsep.com/premium',
    'Größe: 5 MB 🎸',
  ])('%s is kept as it is', (text) => {
    expect(safeMessage(text)).toBe(text);
  });

  it('is at most 500 characters, never half a character, and quickly read however long it was', () => {
    expect(safeMessage(`${'a'.repeat(499)}🎸`)).toBe(`${'a'.repeat(499)}\uFFFD`);
    for (const text of ['?', '&a', 'https://', 'https://a@', 'x'].map((part) => part.repeat(2_000_000))) {
      expect(safeMessage(text).length).toBeLessThanOrEqual(500);
    }
  });

  it('never shows the query of a link, wherever it stands', () => {
    const words = fc.string({ maxLength: 30 });
    fc.assert(
      fc.property(words, fc.webUrl({ withQueryParameters: true }), words, (before, link, after) => {
        const url = new URL(link);
        url.searchParams.set('X-Amz-Signature', 'SECRETSECRET');
        expect(safeMessage(`${before} ${url.href} ${after}`)).not.toContain('SECRETSECRET');
      }),
    );
  });
});
