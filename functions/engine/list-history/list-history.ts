import { customerOf } from '../../../shared/engine/accounts/customer.ts';
import type { EngineStore } from '../../../shared/engine/engine-store.ts';
import { historyAnswer } from '../../../shared/engine/history/history-answer.ts';
import { HistoryTable } from '../../../shared/engine/history/history-table.ts';
import type { CallRequest } from '../../../shared/engine/http/call-request.ts';

export interface ListHistoryDeps {
  readonly store: Pick<EngineStore, 'documents' | 'accounts'>;
  readonly now: () => Date;
}

/** The separations of an account, the newest first, also those that are long deleted. */
export async function listHistory(
  { store, now }: ListHistoryDeps,
  { params: { start, limit }, caller }: CallRequest<{ readonly start: number; readonly limit: number }>,
) {
  const lines = await new HistoryTable(store).page(customerOf(caller).id, start, limit);
  const at = now();
  return { success: true, data: lines.map((line) => historyAnswer(line, at)) } as const;
}
