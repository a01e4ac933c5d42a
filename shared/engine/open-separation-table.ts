import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { SeparationTable } from './separation-table.ts';

/** The table of the deployed Engine. Absent values are left out of items rather than stored as null. */
export function openSeparationTable(tableName: string): SeparationTable {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return new SeparationTable(client, tableName);
}
