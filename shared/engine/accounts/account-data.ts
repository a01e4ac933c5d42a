import type * as z from 'zod';
import type { accountReply } from '../../mvsep/contract/account-reply.ts';
import { wireTimeOf } from '../../mvsep/server/wire-time-of.ts';
import type { Account } from './account.ts';

/** An account as login and user show it to whoever it belongs to. */
export function accountData(account: Account, apiToken: string): z.input<typeof accountReply> {
  return {
    name: account.name,
    email: account.email,
    api_token: apiToken,
    created_at: wireTimeOf(account.createdAt),
    updated_at: wireTimeOf(account.updatedAt),
    premium_minutes: account.balance,
    premium_enabled: account.premiumEnabled ? 1 : 0,
    long_filenames_enabled: account.longFilenames ? 1 : 0,
  };
}
