import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword } from '../../../../shared/engine/accounts/password.ts';

describe('passwords', () => {
  it('are accepted when they are the stored one, however their letters are composed', async () => {
    const stored = await hashPassword('Zürich 2026!');
    expect(stored).toMatch(/^scrypt:32768:8:3:[\w-]{22}:[\w-]{43}$/);
    expect(await isPassword('Zürich 2026!', stored)).toBe(true);
    expect(await isPassword('Zu\u0308rich 2026!', stored)).toBe(true);
  });

  it('are refused when they differ, and for an account that does not exist', async () => {
    const stored = await hashPassword('Zürich 2026!');
    expect(await isPassword('zürich 2026!', stored)).toBe(false);
    expect(await isPassword('', undefined)).toBe(false);
  });

  it('are hashed with the parameters that stand in what is stored', async () => {
    // The second test vector of RFC 7914, section 12.
    const hash =
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640';
    const salt = Buffer.from('NaCl').toString('base64url');
    const stored = `scrypt:1024:8:16:${salt}:${Buffer.from(hash, 'hex').toString('base64url')}`;
    expect(await isPassword('password', stored)).toBe(true);
    expect(await isPassword('Password', stored)).toBe(false);
  });

  it('of which the same one is stored differently each time', async () => {
    expect(await hashPassword('the same')).not.toBe(await hashPassword('the same'));
  });
});
