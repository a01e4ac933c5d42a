import type { ExecutionRecord } from './execution-store.ts';

/** AWS lets an execution be redriven for this long after it has ended. */
const REDRIVABLE_MS = 14 * 24 * 3600 * 1000;

/** Whether an execution can be redriven now, and if not, why. */
export function redriveStatus(
  { status, stopMs }: Pick<ExecutionRecord, 'status' | 'stopMs'>,
  nowMs: number,
): { readonly redriveStatus: string; readonly redriveStatusReason?: string } {
  const reason =
    status === 'RUNNING' || status === 'SUCCEEDED'
      ? `Execution is ${status} and cannot be redriven`
      : nowMs - (stopMs ?? nowMs) > REDRIVABLE_MS
        ? 'Execution has ended more than 14 days ago and cannot be redriven'
        : undefined;
  return reason === undefined
    ? { redriveStatus: 'REDRIVABLE' }
    : { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
}
