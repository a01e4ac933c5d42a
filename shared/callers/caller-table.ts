import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The table of the keys, and of how often each was used. */
export interface CallerTable {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}
