import type { Account } from '../../../../shared/engine/accounts/account.ts';

/** An account as it is opened, with what a test wants otherwise. */
export function sampleAccount(own: Partial<Account> = {}): Account {
  return {
    id: '0123456789abcdef0123',
    name: 'Ada',
    email: 'ada@example.com',
    passwordHash: 'none',
    balance: 0,
    premiumEnabled: false,
    longFilenames: false,
    verified: true,
    createdAt: '2026-08-01T00:00:00.000Z',
    updatedAt: '2026-08-01T00:00:00.000Z',
    ...own,
  };
}
