import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { queryItems } from '../../aws/query-items.ts';
import type { EngineStore } from '../engine-store.ts';
import { PLANS, type Plan } from '../plan.ts';
import { queueKeys } from './queue-keys.ts';

const waiting = z.object({ sk: z.string() }).transform(({ sk }) => {
  const [createdAt = '', hash = ''] = sk.split('#', 2);
  return { createdAt, hash };
});
const fetching = z.object({ accountId: z.string() });
const slot = z.object({ sk: z.coerce.number().int(), hash: z.string() });

/** Something that waits: its hash, and when it was created. */
export type Waiting = z.output<typeof waiting>;
/** A place among those that wait in the same line, itself included: 1 is the next. */
export interface QueuePlace {
  readonly count: number;
  readonly order: number;
}

/** Looks at the queue. Every look is strongly consistent: it sees all that was written before. */
export class QueueReader {
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(store: Pick<EngineStore, 'documents' | 'queue'>) {
    this.#documents = store.documents;
    this.#table = store.queue;
  }

  /** All that wait in a line, the next one first. */
  async line(plan: Plan): Promise<Waiting[]> {
    return z.array(waiting).parse(await this.#query(queueKeys.line(plan)));
  }

  /** The next one to be separated, with its line: the first of the first line that is not empty. */
  async next(): Promise<(Waiting & { readonly plan: Plan }) | undefined> {
    for (const plan of PLANS) {
      const [first] = z.array(waiting).parse(await this.#query(queueKeys.line(plan), 1));
      if (first !== undefined) return { ...first, plan };
    }
    return undefined;
  }

  /** The numbers of the slots that are taken, and what runs in them. */
  async slots(): Promise<{ number: number; hash: string }[]> {
    const items = z.array(slot).parse(await this.#query(queueKeys.slots));
    return items.map(({ sk, hash }) => ({ number: sk, hash }));
  }

  /** The links that are being fetched, the oldest first. */
  async fetches(): Promise<Waiting[]> {
    return z.array(waiting).parse(await this.#query(queueKeys.fetches));
  }

  /** How many links of an account are being fetched. */
  async countFetches(accountId: string): Promise<number> {
    const items = z.array(fetching).parse(await this.#query(queueKeys.fetches));
    return items.filter((item) => item.accountId === accountId).length;
  }

  /** The place of a separation, from one look at its line; undefined when it does not stand there (any more). */
  async place(plan: Plan, hash: string): Promise<QueuePlace | undefined> {
    const line = await this.line(plan);
    const index = line.findIndex((place) => place.hash === hash);
    return index === -1 ? undefined : { count: line.length, order: index + 1 };
  }

  /** The place that a link will have if it is fetched now: it comes in by the time of its creation. */
  async futurePlace(plan: Plan, createdAt: string): Promise<QueuePlace> {
    const line = await this.line(plan);
    const before = line.filter((place) => place.createdAt < createdAt).length;
    return { count: line.length + 1, order: before + 1 };
  }

  async #query(partition: string, limit?: number): Promise<unknown[]> {
    return queryItems(
      this.#documents,
      {
        TableName: this.#table,
        KeyConditionExpression: 'pk = :partition',
        ExpressionAttributeValues: { ':partition': partition },
        ConsistentRead: true,
        ...(limit === undefined ? {} : { Limit: limit }),
      },
      limit,
    );
  }
}
