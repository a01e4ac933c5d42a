import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { BY_STATE_INDEX, createJobTable, type JobTable } from '../../../../shared/jobs/job-table.ts';

const BOOT_ATTEMPTS = 200;

export interface JobTableServer {
  readonly table: JobTable;
  readonly documents: DynamoDBDocumentClient;
  readonly tableName: string;
  stop(): void;
}

/** A real, empty job table in memory, laid out as the stack lays it out. */
export async function startJobTableServer(): Promise<JobTableServer> {
  const port = await freePort();
  const child = spawn(binary(), ['serve', '--port', String(port)], { stdio: 'ignore' });
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const tableName = 'jobs';
  await createTable(client, child, tableName);
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    table: createJobTable(documents, tableName),
    documents,
    tableName,
    stop() {
      client.destroy();
      child.kill();
    },
  };
}

function binary(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('@dynoxide/linux-x64/package.json')), 'dynoxide');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}

/** Creates the table, asking again until the server is up. */
async function createTable(client: DynamoDBClient, child: ChildProcess, TableName: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(
        new CreateTableCommand({
          TableName,
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
        }),
      );
      return;
    } catch (error) {
      if (attempt === BOOT_ATTEMPTS || child.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
