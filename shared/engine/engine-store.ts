import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The tables of the Engine that change together: one client, and the name of each. */
export interface EngineStore {
  readonly documents: DynamoDBDocumentClient;
  readonly separations: string;
  readonly accounts: string;
  readonly queue: string;
  readonly publications: string;
}
