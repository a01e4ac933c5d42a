import type { Authorization } from '../../../shared/callers/authorization.ts';
import type { CallerTable } from '../../../shared/callers/caller-table.ts';
import { findCaller } from '../../../shared/callers/find-caller.ts';
import type { CallCounter } from '../../../shared/http/call-counter.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { type Headers, shownKey } from './shown-key.ts';

export interface AuthorizeCallerDeps {
  readonly table: CallerTable;
  /** Counts the requests of each key. */
  readonly calls: Pick<CallCounter, 'count'>;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Finds out who makes a request, and counts it. Only requests with a key that holds are counted: the others are
 * refused anyway, and a count of theirs would let strangers write into the table.
 *
 * When the table does not answer, nobody is known, and nobody is told that their key is wrong.
 */
export async function authorizeCaller(
  { table, calls, log, now }: AuthorizeCallerDeps,
  headers: Headers,
): Promise<Authorization> {
  const key = shownKey(headers);
  if (key === undefined) return { outcome: 'missing' };
  try {
    const found = await findCaller(table, key);
    if (found.outcome !== 'known') return { outcome: found.outcome };
    return { ...found, ...(await calls.count(`CALLS#${found.caller.keyId}`, now())) };
  } catch (error) {
    log.error('The key could not be checked.', { error });
    return { outcome: 'unchecked' };
  }
}
