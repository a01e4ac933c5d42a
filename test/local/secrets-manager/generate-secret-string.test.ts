import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateSecretString } from '../../../infra/local/secrets-manager/generate-secret-string.ts';

describe('generateSecretString', () => {
  it('draws 32 characters of all four kinds by default, and never the same twice', () => {
    const secret = generateSecretString({});
    expect(secret).toHaveLength(32);
    for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/]) expect(secret).toMatch(kind);
    expect(generateSecretString({})).not.toBe(secret);
  });

  it('honours length, excluded kinds and excluded characters in any combination', () => {
    const options = fc.record({
      PasswordLength: fc.integer({ min: 5, max: 200 }),
      ExcludeCharacters: fc.string(),
      ExcludeUppercase: fc.boolean(),
      ExcludeNumbers: fc.boolean(),
      ExcludePunctuation: fc.boolean(),
      IncludeSpace: fc.boolean(),
      RequireEachIncludedType: fc.boolean(),
    });
    fc.assert(
      fc.property(options, (drawn) => {
        const secret = generateSecretString(drawn);
        expect(secret).toHaveLength(drawn.PasswordLength);
        for (const character of drawn.ExcludeCharacters) expect(secret).not.toContain(character);
        if (drawn.ExcludeUppercase) expect(secret).not.toMatch(/[A-Z]/);
        if (drawn.ExcludeNumbers) expect(secret).not.toMatch(/\d/);
        if (drawn.ExcludePunctuation) expect(secret).toMatch(/^[a-zA-Z\d ]*$/);
        if (!drawn.IncludeSpace) expect(secret).not.toContain(' ');
      }),
    );
  });

  it('adds the password to the JSON template', () => {
    const secret = generateSecretString({
      SecretStringTemplate: '{"user":"demo"}',
      GenerateStringKey: 'token',
      PasswordLength: 40,
      ExcludePunctuation: true,
    });
    expect(JSON.parse(secret)).toEqual({ user: 'demo', token: expect.stringMatching(/^[a-zA-Z\d]{40}$/) });
  });

  it('refuses options that leave nothing to draw', () => {
    const none = {
      ExcludeLowercase: true,
      ExcludeUppercase: true,
      ExcludeNumbers: true,
      ExcludePunctuation: true,
    };
    expect(() => generateSecretString(none)).toThrow('excludes every character');
    expect(() => generateSecretString({ PasswordLength: 3 })).toThrow('between 4 and 4096');
    expect(() => generateSecretString({ PasswordLength: 5000 })).toThrow('between 4 and 4096');
    expect(() => generateSecretString({ GenerateStringKey: 'token' })).toThrow('give both or neither');
    expect(() => generateSecretString({ GenerateStringKey: 'token', SecretStringTemplate: '[]' })).toThrow(
      'JSON object',
    );
  });
});
