import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { EngineStore } from '../../../shared/engine/engine-store.ts';
import { startDynamoDbServer } from '../shared/aws/dynamodb-server.ts';

/** What stands between a client and its tables, once for each call; `command` is for example `PutItemCommand`. */
type OnCall = <Answer>(command: string, send: () => Promise<Answer>) => Promise<Answer>;

export interface EngineTables {
  /** New tables, all of them empty. */
  empty(): Promise<EngineStore>;
  /** The same tables for a client whose calls go through `onCall`. */
  through(store: EngineStore, onCall: OnCall): EngineStore;
  stop(): void;
}

/** Real tables in memory, laid out as the stack lays out the Engine's. */
export async function startEngineTables(): Promise<EngineTables> {
  let stores = 0;
  const server = await startDynamoDbServer(layout('first-table', ['hash']));
  return {
    async empty() {
      stores += 1;
      const names = { separations: `separations-${stores}`, accounts: `accounts-${stores}` };
      const others = { queue: `queue-${stores}`, publications: `publications-${stores}` };
      await server.createTable(layout(names.separations, ['hash']));
      for (const name of [names.accounts, others.queue, others.publications]) {
        await server.createTable(layout(name, ['pk', 'sk']));
      }
      return { documents: server.documents, ...names, ...others };
    },
    through: (store, onCall) => ({ ...store, documents: intercepted(server.connect(), onCall) }),
    stop: server.stop,
  };
}

/** Every item of a table. */
export async function itemsOf(
  documents: DynamoDBDocumentClient,
  TableName: string,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new ScanCommand({ TableName, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

function layout(TableName: string, keys: readonly string[]) {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    KeySchema: keys.map((AttributeName, index) => ({
      AttributeName,
      KeyType: index === 0 ? ('HASH' as const) : ('RANGE' as const),
    })),
    AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
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
