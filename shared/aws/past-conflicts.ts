import { setTimeout as wait } from 'node:timers/promises';
import { TransactionConflictException } from '@aws-sdk/client-dynamodb';

const ATTEMPTS = 12;
const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/**
 * Repeats the write of one item while a transaction is at that item. DynamoDB refuses such a write instead of
 * letting it wait, and the SDK does not repeat it. Nothing was written, so any write may be repeated.
 *
 * @param pause waits this many milliseconds; given by tests.
 * @throws what the write throws for any other reason, or when the item stays busy.
 */
export async function pastConflicts<Answer>(
  write: () => Promise<Answer>,
  pause: (milliseconds: number) => Promise<unknown> = wait,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof TransactionConflictException) || attempt === ATTEMPTS) throw error;
      await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** attempt));
    }
  }
}
