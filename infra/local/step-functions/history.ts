import type { ExecutionStore } from './execution-store.ts';

/** One line of an execution's history: events of one branch or item point back to one another. */
export interface HistoryThread {
  add(type: string, details?: object): void;
  /** A thread that starts after the last event of this one. */
  branch(): HistoryThread;
}

/**
 * Writes an execution's history, numbered from 1 and continued after a restart.
 *
 * @param isOpen Asked before each event: nothing is written after the execution has ended.
 */
export function openHistory(
  store: ExecutionStore,
  executionArn: string,
  isOpen: () => boolean,
): HistoryThread {
  let lastId = store.lastEventId(executionArn);
  const thread = (start: number): HistoryThread => {
    let previousId = start;
    return {
      add(type, details = {}) {
        if (!isOpen()) return;
        lastId += 1;
        const event = {
          id: lastId,
          previousId,
          timestampMs: Date.now(),
          type,
          details: JSON.stringify(details),
        };
        store.appendEvent(executionArn, event);
        previousId = lastId;
      },
      branch: () => thread(previousId),
    };
  };
  return thread(lastId);
}
