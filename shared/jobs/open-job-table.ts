import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createJobTable, type JobTable } from './job-table.ts';

/** The job table of this deployment, reached with the function's own credentials. */
export function openJobTable(tableName: string): JobTable {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return createJobTable(client, tableName);
}
