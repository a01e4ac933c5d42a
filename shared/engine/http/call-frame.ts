import * as z from 'zod';
import { documentClient } from '../../aws/document-client.ts';
import { readEnvironment } from '../../aws/read-environment.ts';
import { secretReader } from '../../aws/secret.ts';
import { CallCounter } from '../../http/call-counter.ts';
import { createLogger } from '../../logging/logger.ts';
import type { CallFrame } from '../../mvsep/server/call-frame.ts';
import type { Account } from '../accounts/account.ts';
import { AccountTable } from '../accounts/account-table.ts';
import { findAccountByToken } from '../accounts/find-account-by-token.ts';
import { countOfAccount } from './count-of-account.ts';
import { viewerAddress } from './viewer-address.ts';

const now = () => new Date();

/**
 * The frame of a deployed function of the Engine, from the environment that `callFamily` gives it.
 *
 * @param functionName stands in the log.
 */
export function callFrame(functionName: string): CallFrame<Account> {
  const environment = readEnvironment({
    CALLERS_TABLE: z.string().min(1),
    ORIGIN_KEY: z.string().min(1),
    REQUESTS_PER_MINUTE: z.coerce.number().int().min(1),
    ACCOUNTS_TABLE: z.string().min(1).optional(),
    OWNER_TOKEN_SECRET: z.string().min(1).optional(),
  });
  const documents = documentClient();
  const { ACCOUNTS_TABLE: accountsTable, OWNER_TOKEN_SECRET: ownerTokenSecret } = environment;
  const knowsAccounts = accountsTable !== undefined && ownerTokenSecret !== undefined;
  return {
    log: createLogger(functionName),
    calls: new CallCounter(documents, environment.CALLERS_TABLE, {
      calls: environment.REQUESTS_PER_MINUTE,
      windowSeconds: 60,
    }),
    findAccount: knowsAccounts
      ? findAccountByToken({
          accounts: new AccountTable(documents, accountsTable),
          ownerToken: secretReader(ownerTokenSecret),
          now,
        })
      : undefined,
    countOf: countOfAccount,
    // The origin key is what CloudFront shows that stands before the API.
    addressOf: (event) => viewerAddress(event, environment.ORIGIN_KEY),
    now,
  };
}
