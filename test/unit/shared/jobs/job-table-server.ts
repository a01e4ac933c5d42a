import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BY_STATE_INDEX } from '../../../../shared/jobs/by-state-index.ts';
import { createJobTable, type JobTable } from '../../../../shared/jobs/job-table.ts';
import { startDynamoDbServer } from '../aws/dynamodb-server.ts';

export interface JobTableServer {
  readonly table: JobTable;
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
  stop(): void;
}

/** A real, empty job table in memory, laid out as the stack lays it out. */
export async function startJobTableServer(): Promise<JobTableServer> {
  const tableName = 'jobs';
  const { documents, stop } = await startDynamoDbServer({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: ['pk', 'sk', 'state', 'dueAt'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: BY_STATE_INDEX,
        KeySchema: [
          { AttributeName: 'state', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
  return { table: createJobTable(documents, tableName), documents, tableName, stop };
}
