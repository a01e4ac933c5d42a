import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { queryItems } from '../../aws/query-items.ts';
import { accountKeys } from '../accounts/account-keys.ts';
import type { EngineStore } from '../engine-store.ts';
import { type HistoryLine, historyLine } from './history-line.ts';

const counted = z.object({ number: z.int() });

/** The separation histories of all accounts. Lines are written by those who create and end separations. */
export class HistoryTable {
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(store: Pick<EngineStore, 'documents' | 'accounts'>) {
    this.#documents = store.documents;
    this.#table = store.accounts;
  }

  /** Lines of an account, the newest first. */
  async page(accountId: string, start: number, limit: number): Promise<HistoryLine[]> {
    const items = await queryItems(
      this.#documents,
      {
        TableName: this.#table,
        KeyConditionExpression: 'pk = :account AND begins_with(sk, :history)',
        ExpressionAttributeValues: {
          ':account': accountKeys.history(accountId, '', 0).pk,
          ':history': 'HISTORY#',
        },
        ScanIndexForward: false,
        Limit: start + limit,
        ConsistentRead: true,
      },
      start + limit,
    );
    return z.array(historyLine).parse(items).slice(start);
  }

  /** How many separations an account created since a time, counted up to `atMost`. */
  async countSince(accountId: string, since: Date, atMost: number): Promise<number> {
    const { Count = 0 } = await this.#documents.send(
      new QueryCommand({
        TableName: this.#table,
        KeyConditionExpression: 'pk = :account AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':account': accountKeys.history(accountId, '', 0).pk,
          ':from': `HISTORY#${since.toISOString()}`,
          ':to': 'HISTORY#~',
        },
        Select: 'COUNT',
        Limit: atMost,
        ConsistentRead: true,
      }),
    );
    return Count;
  }

  /** The number of the next line of any history. A number whose line is never written stays unused. */
  async nextNumber(): Promise<number> {
    const { Attributes } = await this.#documents.send(
      new UpdateCommand({
        TableName: this.#table,
        Key: accountKeys.historyCounter,
        UpdateExpression: 'ADD #number :one',
        ExpressionAttributeNames: { '#number': 'number' },
        ExpressionAttributeValues: { ':one': 1 },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return counted.parse(Attributes).number;
  }
}
