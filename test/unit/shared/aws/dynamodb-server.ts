import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

const BOOT_ATTEMPTS = 200;
const SIGNATURE = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20200101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20200101T000000Z',
};

export interface DynamoDbServer {
  readonly documents: DynamoDBDocumentClient;
  /** Another client, whose middleware is its own. */
  connect(): DynamoDBDocumentClient;
  /** Adds an empty table. */
  createTable(table: CreateTableCommandInput): Promise<void>;
  stop(): void;
}

/** A real DynamoDB API over tables in memory, with a first table. */
export async function startDynamoDbServer(firstTable: CreateTableCommandInput): Promise<DynamoDbServer> {
  const port = await freePort();
  const child = spawn(binary(), ['serve', '--port', String(port)], { stdio: 'ignore' });
  const clients: DynamoDBDocumentClient[] = [];
  const connect = () => {
    const client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      // The server wants a signature but does not check it, and a tenth of the time of a call would go into it.
      signer: { sign: async (request) => ({ ...request, headers: { ...request.headers, ...SIGNATURE } }) },
      maxAttempts: 1,
    });
    const documents = DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true },
    });
    clients.push(documents);
    return documents;
  };
  const documents = connect();
  const createTable = async (table: CreateTableCommandInput) => {
    await documents.send(new CreateTableCommand(table));
  };
  await untilUp(child, () => createTable(firstTable));
  return {
    documents,
    connect,
    createTable,
    stop() {
      for (const client of clients) client.destroy();
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

/** Calls again until the server is up. */
async function untilUp(child: ChildProcess, call: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await call();
      return;
    } catch (error) {
      if (attempt === BOOT_ATTEMPTS || child.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
