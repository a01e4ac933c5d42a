import type { EngineStore } from '../engine-store.ts';
import { historyAnswer } from './history-answer.ts';
import { HistoryTable } from './history-table.ts';

/**
 * The separations of an account that have not ended, the newest first, as `app/user` shows them: those that are
 * fetched, wait or run.
 */
export async function currentQueue(
  store: Pick<EngineStore, 'documents' | 'accounts'>,
  accountId: string,
  now: Date,
) {
  const lines = await new HistoryTable(store).current(accountId);
  return lines.map((line) => historyAnswer(line, now));
}
