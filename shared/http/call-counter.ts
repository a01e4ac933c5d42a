import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';

/** How much longer than its window a count is kept, for clocks that differ. */
const KEPT_SECONDS = 120;

/** How much is allowed. */
export interface Limit {
  readonly calls: number;
  readonly windowSeconds: number;
}

/** What is left of the running window. */
export interface Allowance {
  readonly limit: number;
  /** Calls that may still come in this window; never below 0. */
  readonly remaining: number;
  /** Whether the call that was counted is one too many. */
  readonly isOver: boolean;
  /** Whole seconds until the next window begins, at least 1. */
  readonly secondsLeft: number;
}

const counted = z.object({ calls: z.int().min(1) });

/**
 * Counts by who does something and by windows of the clock: one write a time, and exact however many come at
 * once. Around the turn of a window twice the limit may pass within seconds, which does no harm.
 */
export class CallCounter {
  readonly #documents: DynamoDBDocumentClient;
  readonly #tableName: string;
  readonly #limit: Limit;

  constructor(documents: DynamoDBDocumentClient, tableName: string, limit: Limit) {
    this.#documents = documents;
    this.#tableName = tableName;
    this.#limit = limit;
  }

  /**
   * Counts one call.
   *
   * @param who what is counted apart, for example `ACCOUNT#1f…` or `ADDRESS#203.0.113.9`. Counters of one
   *   table share what they count when this is the same.
   */
  async count(who: string, now: Date): Promise<Allowance> {
    const { calls: limit, windowSeconds } = this.#limit;
    const second = Math.floor(now.getTime() / 1000);
    const begun = second - (second % windowSeconds);
    const { Attributes } = await this.#documents.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: { pk: who, sk: `SINCE#${new Date(begun * 1000).toISOString()}` },
        UpdateExpression: 'ADD #calls :one SET #expiresAt = :expiresAt',
        ExpressionAttributeNames: { '#calls': 'calls', '#expiresAt': 'expiresAt' },
        ExpressionAttributeValues: { ':one': 1, ':expiresAt': begun + windowSeconds + KEPT_SECONDS },
        ReturnValues: 'ALL_NEW',
      }),
    );
    const { calls } = counted.parse(Attributes);
    return {
      limit,
      remaining: Math.max(0, limit - calls),
      isOver: calls > limit,
      secondsLeft: begun + windowSeconds - second,
    };
  }
}
