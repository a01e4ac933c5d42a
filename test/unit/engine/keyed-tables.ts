import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { startDynamoDbServer } from '../shared/aws/dynamodb-server.ts';

export interface KeyedTables {
  readonly documents: DynamoDBDocumentClient;
  /** Another client, whose middleware is its own. */
  connect(): DynamoDBDocumentClient;
  /** The name of a new table. */
  empty(): Promise<string>;
  /** Every item of a table. */
  items(tableName: string): Promise<Record<string, unknown>[]>;
  stop(): void;
}

/** Real tables in memory with the keys `pk` and `sk`, as the stack lays them out. */
export async function startKeyedTables(): Promise<KeyedTables> {
  let tables = 0;
  const server = await startDynamoDbServer(layout('first'));
  return {
    documents: server.documents,
    connect: server.connect,
    async empty() {
      tables += 1;
      const name = `keyed-${tables}`;
      await server.createTable(layout(name));
      return name;
    },
    async items(TableName) {
      const { Items = [] } = await server.documents.send(new ScanCommand({ TableName }));
      return Items;
    },
    stop: server.stop,
  };
}

function layout(TableName: string) {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' as const },
      { AttributeName: 'sk', KeyType: 'RANGE' as const },
    ],
    AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
  };
}
