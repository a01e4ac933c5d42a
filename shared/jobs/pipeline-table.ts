import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The one table of the Pipeline, and the way to it. Its keys stand in `job-keys.ts`. */
export interface PipelineTable {
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
}
