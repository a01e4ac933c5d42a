import * as z from 'zod';
import { documentClient } from '../../aws/document-client.ts';
import { readEnvironment } from '../../aws/read-environment.ts';
import { secretReader } from '../../aws/secret.ts';
import { createLogger, type Log } from '../../logging/logger.ts';
import { AccountTable } from '../accounts/account-table.ts';
import { findAccountByToken } from '../accounts/find-account-by-token.ts';
import { CallCounter } from './call-counter.ts';
import type { FindAccount } from './find-caller.ts';

/** What stands around every use case that answers a call of the API. */
export interface CallFrame {
  readonly log: Log;
  readonly calls: Pick<CallCounter, 'count'>;
  /** Undefined in functions whose call never looks at a token. */
  readonly findAccount: FindAccount | undefined;
  readonly now: () => Date;
  /** What CloudFront shows that stands before the API; see `viewerAddress`. */
  readonly originKey: string;
}

const now = () => new Date();

/**
 * The frame of a deployed function, from the environment that `callFamily` gives it.
 *
 * @param functionName stands in the log.
 */
export function callFrame(functionName: string): CallFrame {
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
    now,
    originKey: environment.ORIGIN_KEY,
  };
}
