import type * as z from 'zod';
import { OWNER_ID } from '../../../shared/engine/accounts/account.ts';
import { accountData } from '../../../shared/engine/accounts/account-data.ts';
import { apiTokenOf } from '../../../shared/engine/accounts/api-token-of.ts';
import { historyAnswer } from '../../../shared/engine/history/history-answer.ts';
import type { HistoryLine } from '../../../shared/engine/history/history-line.ts';
import type { CallRequest } from '../../../shared/engine/http/call-request.ts';
import type { showUser as contract } from '../../../shared/mvsep/contract/show-user.ts';

export interface ShowUserDeps {
  /** The separations of an account that have not ended, the newest first. */
  readonly currentLines: (accountId: string) => Promise<HistoryLine[]>;
  readonly ownerToken: () => Promise<string>;
  /** The secret from which tokens follow. */
  readonly tokenKey: () => Promise<string>;
  readonly now: () => Date;
}

/** The account of a token, and what runs for it. */
export async function showUser(
  deps: ShowUserDeps,
  { caller }: CallRequest<unknown>,
): Promise<z.input<typeof contract.reply>> {
  if (caller.kind !== 'account') throw new TypeError('The call was let in without an account.');
  const { account } = caller;
  const token =
    account.id === OWNER_ID ? await deps.ownerToken() : apiTokenOf(account.id, await deps.tokenKey());
  const lines = await deps.currentLines(account.id);
  const now = deps.now();
  return {
    success: true,
    data: {
      ...accountData(account, token),
      current_queue: lines.map((line) => historyAnswer(line, now)),
    },
  };
}
