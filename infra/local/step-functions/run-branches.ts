import type { ExecutionScope } from './execution-scope.ts';
import type { Json } from './json.ts';

/** An inline Map runs at most 40 items at once on AWS. */
const MOST_AT_ONCE = 40;

/**
 * Runs `count` branches or items, at most `limit` at once (0: as many as allowed), and returns their outputs in
 * order. The first failure stops the others, starts no more of them, and is the failure of the whole.
 */
export async function runBranches(
  count: number,
  limit: number,
  scope: ExecutionScope,
  runOne: (index: number, scope: ExecutionScope) => Promise<Json>,
): Promise<Json[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([scope.signal, stop.signal]);
  const outputs = new Array<Json>(count).fill(null);
  const failures: unknown[] = [];
  let next = 0;

  async function work(): Promise<void> {
    while (next < count && !signal.aborted) {
      const index = next;
      next += 1;
      try {
        outputs[index] = await runOne(index, { ...scope, signal, history: scope.history.branch() });
      } catch (error) {
        failures.push(error);
        stop.abort();
      }
    }
  }

  const workers = Math.min(count, MOST_AT_ONCE, limit === 0 ? MOST_AT_ONCE : limit);
  await Promise.all(Array.from({ length: workers }, work));
  if (failures.length > 0) throw failures[0];
  scope.signal.throwIfAborted();
  return outputs;
}
