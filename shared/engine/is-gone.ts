import type { EngineRecord } from './separation-record.ts';

/** Whether a record counts as deleted: it was cancelled, or its time is over although it still lies there. */
export function isGone({ status, expiresAt }: EngineRecord, now: Date): boolean {
  return status === 'cancelled' || expiresAt <= now.getTime() / 1000;
}
