import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';

const SECONDS_OF_A_WINDOW = 60;
/** How much longer than its minute a count is kept, for clocks that differ. */
const KEPT_SECONDS = 120;

/** What a caller has left of the running minute. */
export interface Allowance {
  readonly limit: number;
  /** Calls that may still come in this minute; never below 0. */
  readonly remaining: number;
  /** Whether the call that was counted is one too many. */
  readonly isOver: boolean;
  /** Whole seconds until the next minute begins, at least 1. */
  readonly secondsLeft: number;
}

const counted = z.object({ calls: z.int().min(1) });

/**
 * Counts calls by caller and minute of the clock: one write a call, and exact however many come at once. Who
 * calls around the turn of a minute can send twice the limit within seconds, which does no harm.
 */
export class CallCounter {
  readonly #documents: DynamoDBDocumentClient;
  readonly #tableName: string;
  readonly #limit: number;

  /** @param limit calls that one caller may make a minute. */
  constructor(documents: DynamoDBDocumentClient, tableName: string, limit: number) {
    this.#documents = documents;
    this.#tableName = tableName;
    this.#limit = limit;
  }

  /**
   * Counts one call.
   *
   * @param who the caller, for example `ACCOUNT#1f…` or `ADDRESS#203.0.113.9`.
   * @param limit where another limit holds than that of the counter.
   */
  async count(who: string, now: Date, limit = this.#limit): Promise<Allowance> {
    const second = Math.floor(now.getTime() / 1000);
    const begun = second - (second % SECONDS_OF_A_WINDOW);
    const { Attributes } = await this.#documents.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: { pk: who, sk: `MINUTE#${new Date(begun * 1000).toISOString()}` },
        UpdateExpression: 'ADD #calls :one SET #expiresAt = :expiresAt',
        ExpressionAttributeNames: { '#calls': 'calls', '#expiresAt': 'expiresAt' },
        ExpressionAttributeValues: { ':one': 1, ':expiresAt': begun + SECONDS_OF_A_WINDOW + KEPT_SECONDS },
        ReturnValues: 'ALL_NEW',
      }),
    );
    const { calls } = counted.parse(Attributes);
    return {
      limit,
      remaining: Math.max(0, limit - calls),
      isOver: calls > limit,
      secondsLeft: begun + SECONDS_OF_A_WINDOW - second,
    };
  }
}
