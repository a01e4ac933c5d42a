import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { startDynamoDbServer } from '../shared/aws/dynamodb-server.ts';

/** What stands between a client and the table, once for each call; `command` is for example `PutItemCommand`. */
export type OnCall = <Answer>(command: string, send: () => Promise<Answer>) => Promise<Answer>;

interface EmptyTable {
  readonly separations: SeparationTable;
  /** The same table for a client whose calls go through `onCall`. */
  through(onCall: OnCall): SeparationTable;
  /** Every item as it is stored, by its hash. */
  items(): Promise<Map<string, Record<string, unknown>>>;
}

export interface SeparationTables {
  /** A new table. */
  empty(): Promise<EmptyTable>;
  stop(): void;
}

/** Real tables in memory, laid out as the stack lays out the Engine's. */
export async function startSeparationTables(): Promise<SeparationTables> {
  let tables = 0;
  const server = await startDynamoDbServer(layout('first'));
  return {
    async empty() {
      tables += 1;
      const name = `separations-${tables}`;
      await server.createTable(layout(name));
      return {
        separations: new SeparationTable(server.documents, name),
        through: (onCall) => new SeparationTable(intercepted(server.connect(), onCall), name),
        async items() {
          const { Items = [] } = await server.documents.send(new ScanCommand({ TableName: name }));
          return new Map(Items.map((item) => [String(item.hash), item]));
        },
      };
    },
    stop: server.stop,
  };
}

function layout(TableName: string) {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    KeySchema: [{ AttributeName: 'hash', KeyType: 'HASH' as const }],
    AttributeDefinitions: ['hash', 'status', 'createdAt'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byStatus',
        KeySchema: [
          { AttributeName: 'status', KeyType: 'HASH' as const },
          { AttributeName: 'createdAt', KeyType: 'RANGE' as const },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' as const },
      },
    ],
  };
}

function intercepted(client: DynamoDBDocumentClient, onCall: OnCall): DynamoDBDocumentClient {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) =>
        onCall(commandName, () => next(args)),
    { step: 'finalizeRequest', name: 'intercept', priority: 'high' },
  );
  return client;
}
