import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { vi } from 'vitest';
import { AccountTable } from '../../../../shared/engine/accounts/account-table.ts';
import { findAccountByToken } from '../../../../shared/engine/accounts/find-account-by-token.ts';
import { countOfAccount } from '../../../../shared/engine/http/count-of-account.ts';
import { viewerAddress } from '../../../../shared/engine/http/viewer-address.ts';
import { CallCounter } from '../../../../shared/http/call-counter.ts';
import { ORIGIN_KEY } from '../form-event.ts';
import type { KeyedTables } from '../keyed-tables.ts';

export const OWNER_TOKEN = 'OwnerTokenOwnerTokenOwnerToken';

/** The frame of a call over real tables, at a time that a test sets. */
export async function testFrame(tables: KeyedTables, { limit = 1000 } = {}) {
  const clock = { now: new Date('2026-08-12T12:00:30.500Z') };
  const now = () => clock.now;
  const accountsTable = await tables.empty();
  const callersTable = await tables.empty();
  const accounts = new AccountTable(tables.documents, accountsTable);
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const frame = {
    log,
    now,
    countOf: countOfAccount,
    addressOf: (event: APIGatewayProxyEventV2) => viewerAddress(event, ORIGIN_KEY),
    calls: new CallCounter(tables.documents, callersTable, { calls: limit, windowSeconds: 60 }),
    findAccount: findAccountByToken({ accounts, ownerToken: async () => OWNER_TOKEN, now }),
  };
  return { frame, accounts, accountsTable, callersTable, log, clock };
}
