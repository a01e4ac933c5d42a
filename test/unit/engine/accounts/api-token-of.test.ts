import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiTokenOf } from '../../../../shared/engine/accounts/api-token-of.ts';

describe('apiTokenOf', () => {
  it('makes 30 letters and digits of any account and key', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (id, key) => {
        expect(apiTokenOf(id, key)).toMatch(/^[A-Za-z0-9]{30}$/);
      }),
    );
  });

  it('makes the same of the same, and another of anything else', () => {
    const token = apiTokenOf('0123', 'key');
    expect(apiTokenOf('0123', 'key')).toBe(token);
    expect(apiTokenOf('0124', 'key')).not.toBe(token);
    expect(apiTokenOf('0123', 'kez')).not.toBe(token);
  });
});
