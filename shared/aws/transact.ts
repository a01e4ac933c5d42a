import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { TransactionCanceledException, TransactionInProgressException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

/** How often a transaction is tried that only meets others on the same items. */
const ATTEMPTS = 20;
const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** Reasons that say nothing about our conditions: somebody else was at one of the items, or it is too busy. */
const PASSING = ['None', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** One write of a transaction, and what the whole of it is refused for when this one's condition fails. */
export interface Write<Refusal extends string = never> {
  readonly item: NonNullable<TransactWriteCommandInput['TransactItems']>[number];
  readonly refusal?: Refusal;
}

/**
 * Writes everything or nothing. The SDK does not repeat a cancelled transaction, so the ones that only met
 * another are repeated here, after pauses of random length. All attempts carry one token: a transaction whose
 * answer was lost is not booked a second time.
 *
 * @param pause waits this many milliseconds; given by tests.
 * @returns `written`, or the refusal of the first write whose condition did not hold; then nothing is written.
 * @throws what DynamoDB says when a write without a refusal is refused, or the items stay busy.
 */
export async function transact<Refusal extends string>(
  client: DynamoDBDocumentClient,
  writes: readonly Write<Refusal>[],
  pause: (milliseconds: number) => Promise<unknown> = wait,
): Promise<'written' | Refusal> {
  const ClientRequestToken = randomUUID();
  const TransactItems = writes.map(({ item }) => item);
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }));
      return 'written';
    } catch (error) {
      const refusal = refusalOf(error, writes);
      if (refusal !== undefined) return refusal;
      if (attempt === ATTEMPTS || !isPassing(error)) throw error;
      await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** attempt));
    }
  }
}

function refusalOf<Refusal extends string>(
  error: unknown,
  writes: readonly Write<Refusal>[],
): Refusal | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const reasons = error.CancellationReasons ?? [];
  const failed = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
  return writes[failed]?.refusal;
}

function isPassing(error: unknown): boolean {
  if (error instanceof TransactionInProgressException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const reasons = error.CancellationReasons ?? [];
  return reasons.length > 0 && reasons.every(({ Code = 'None' }) => PASSING.includes(Code));
}
