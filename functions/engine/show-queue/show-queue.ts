import { customerOf } from '../../../shared/engine/accounts/customer.ts';
import type { EngineStore } from '../../../shared/engine/engine-store.ts';
import { DAILY_SEPARATIONS, DAY_MS } from '../../../shared/engine/history/daily-separations.ts';
import { HistoryTable } from '../../../shared/engine/history/history-table.ts';
import type { CallRequest } from '../../../shared/engine/http/call-request.ts';
import { QueueReader } from '../../../shared/engine/queue/queue-reader.ts';

export interface ShowQueueDeps {
  readonly store: Pick<EngineStore, 'documents' | 'accounts' | 'queue'>;
  readonly now: () => Date;
}

/** How many separations run and wait, which line is the caller's, and how many it may still create today. */
export async function showQueue(
  { store, now }: ShowQueueDeps,
  { caller }: Pick<CallRequest<unknown>, 'caller'>,
) {
  const { id, plan } = customerOf(caller);
  const queue = new QueueReader(store);
  const [slots, premium, registered, unregistered] = await Promise.all([
    queue.slots(),
    queue.line('premium'),
    queue.line('registered'),
    queue.line('unregistered'),
  ]);
  const waiting = {
    premium: premium.length,
    registered: registered.length,
    unregistered: unregistered.length,
  };
  const own = { plan, queue: waiting[plan] };
  const used =
    plan === 'premium'
      ? 0 // Premium is not counted.
      : await new HistoryTable(store).countSince(id, new Date(now().getTime() - DAY_MS), DAILY_SEPARATIONS);
  return {
    queue: { in_process: slots.length, ...waiting },
    plan: own,
    current: own,
    free_separations: { left: DAILY_SEPARATIONS - used, max: DAILY_SEPARATIONS },
  };
}
