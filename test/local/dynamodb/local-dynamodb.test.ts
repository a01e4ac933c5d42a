import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynoxideBinary } from '../../../infra/local/dynamodb/dynoxide-binary.ts';
import { type LocalDynamoDb, startLocalDynamoDb } from '../../../infra/local/dynamodb/local-dynamodb.ts';
import type { TableConfig } from '../../../infra/local/dynamodb/table-config.ts';
import type { Listener } from '../../../infra/local/listener/listen.ts';
import { authorizeBy, clientSettings, startTestEndpoint } from '../aws-endpoint/start-test-endpoint.ts';

const jobs = {
  name: 'jobs',
  attributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'state', AttributeType: 'S' },
  ],
  keySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  globalSecondaryIndexes: [
    {
      IndexName: 'byState',
      KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  timeToLiveAttribute: 'expires',
} as const satisfies TableConfig;
const tableArn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/jobs';
const grants = [
  `dynamodb:GetItem ${tableArn}`,
  `dynamodb:PutItem ${tableArn}`,
  `dynamodb:Query ${tableArn}/index/byState`,
];
const now = new Date('2026-11-22T12:00:00Z');
const epoch = now.getTime() / 1000;

let directory: string;
let dynamodb: LocalDynamoDb;
let listener: Listener;
let operator: DynamoDBDocumentClient;
let role: DynamoDBClient;

async function start(tables: readonly TableConfig[]): Promise<void> {
  dynamodb = await startLocalDynamoDb({ directory, tables, authorize: authorizeBy(grants), now: () => now });
  listener = await startTestEndpoint({ DynamoDB_20120810: dynamodb });
  operator = DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(listener.url)));
  role = new DynamoDBClient(clientSettings(listener.url, 'ROLE'));
}

async function stop(): Promise<void> {
  operator.destroy();
  role.destroy();
  await listener.stop();
  await dynamodb.stop();
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'local-dynamodb-'));
  await start([jobs]);
});

afterAll(async () => {
  await stop();
  rmSync(directory, { recursive: true });
});

describe('tables', () => {
  it('exist as the template says, in the account and region of the local cloud', async () => {
    const { Table } = await operator.send(new DescribeTableCommand({ TableName: 'jobs' }));
    expect(Table?.TableArn).toBe(tableArn);
    expect(Table?.GlobalSecondaryIndexes?.map((index) => index.IndexName)).toEqual(['byState']);
    expect((await operator.send(new ListTablesCommand())).TableNames).toEqual(['jobs']);
  });

  it('keep their items over a restart, and gain an index that the template has gained', async () => {
    await operator.send(new PutCommand({ TableName: 'jobs', Item: { id: 'kept', state: 'x' } }));
    await stop();
    const owner = { AttributeName: 'owner', AttributeType: 'S' } as const;
    const byOwner = {
      IndexName: 'byOwner',
      KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    } as const;
    await start([
      {
        ...jobs,
        attributeDefinitions: [...jobs.attributeDefinitions, owner],
        globalSecondaryIndexes: [...jobs.globalSecondaryIndexes, byOwner],
      },
    ]);
    const { Item } = await operator.send(new GetCommand({ TableName: 'jobs', Key: { id: 'kept' } }));
    expect(Item).toEqual({ id: 'kept', state: 'x' });
    const { Table } = await operator.send(new DescribeTableCommand({ TableName: 'jobs' }));
    expect(Table?.GlobalSecondaryIndexes?.map((index) => index.IndexName).sort()).toEqual([
      'byOwner',
      'byState',
    ]);
  });

  it('refuses to start on a table whose key has changed, and says what to do', async () => {
    await stop();
    const changed = { ...jobs, keySchema: [{ AttributeName: 'state', KeyType: 'HASH' }] } as const;
    const startChanged = startLocalDynamoDb({ directory, tables: [changed], authorize: authorizeBy([]) });
    await expect(startChanged).rejects.toThrow(/jobs exists with another key.*empty data directory/);
    await start([jobs]);
  });
});

describe('rights', () => {
  it('accepts what the role may do: a get, a query of an index, a transaction of puts', async () => {
    const Item = { id: { S: 'a' }, state: { S: 'waiting' } };
    await role.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'jobs', Item } }] }));
    const got = await role.send(new GetItemCommand({ TableName: 'jobs', Key: { id: { S: 'a' } } }));
    expect(got.Item).toEqual(Item);
    const found = await role.send(
      new QueryCommand({
        TableName: 'jobs',
        IndexName: 'byState',
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':s': { S: 'waiting' } },
      }),
    );
    expect(found.Items).toEqual([Item]);
  });

  it('refuses a query of the table when only the index is granted', async () => {
    const query = new QueryCommand({
      TableName: 'jobs',
      KeyConditionExpression: 'id = :id',
      ExpressionAttributeValues: { ':id': { S: 'a' } },
    });
    await expect(role.send(query)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `reader may not dynamodb:Query on ${tableArn}`,
    });
  });

  it('refuses a transaction for one item in it, and writes none of it', async () => {
    const transaction = new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: 'jobs', Item: { id: { S: 'half' } } } },
        { Delete: { TableName: 'jobs', Key: { id: { S: 'a' } } } },
      ],
    });
    await expect(role.send(transaction)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const { Item } = await operator.send(new GetCommand({ TableName: 'jobs', Key: { id: 'half' } }));
    expect(Item).toBeUndefined();
  });

  it('refuses a batch, which is an action of its own, and a table without a name', async () => {
    const batch = new BatchWriteCommand({ RequestItems: { jobs: [{ PutRequest: { Item: { id: 'b' } } }] } });
    await expect(DynamoDBDocumentClient.from(role).send(batch)).rejects.toThrow(/dynamodb:BatchWriteItem/);
    const nameless = dynamodb.call('GetItem', {}, { accessKeyId: 'ROLE', kind: 'role', name: 'reader' });
    await expect(nameless).rejects.toThrow('reader may not dynamodb:GetItem on *');
  });

  it('refuses PartiQL by name, for everybody', async () => {
    const statement = new ExecuteStatementCommand({ Statement: 'SELECT * FROM "jobs"' });
    await expect(operator.send(statement)).rejects.toThrow(/does not model .* ExecuteStatement/);
  });
});

describe('answers', () => {
  it("passes DynamoDB's own errors through, with all they carry", async () => {
    await operator.send(new PutCommand({ TableName: 'jobs', Item: { id: 'once', state: 'done' } }));
    const again = operator.send(
      new PutItemCommand({
        TableName: 'jobs',
        Item: { id: { S: 'once' } },
        ConditionExpression: 'attribute_not_exists(id)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    await expect(again).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { id: { S: 'once' }, state: { S: 'done' } },
    });
    const bad = new CreateTableCommand({ TableName: 'x', KeySchema: [], AttributeDefinitions: [] });
    await expect(operator.send(bad)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('keeps numbers exactly, up to 38 digits', async () => {
    const N = '12345678901234567890123456789012345678';
    await role.send(new PutItemCommand({ TableName: 'jobs', Item: { id: { S: 'n' }, big: { N } } }));
    const { Item } = await role.send(new GetItemCommand({ TableName: 'jobs', Key: { id: { S: 'n' } } }));
    expect(Item?.big).toEqual({ N });
  });
});

describe('time to live', () => {
  it('deletes what has expired, and leaves the future, the far past and what is no number', async () => {
    const items = {
      expired: epoch - 1,
      future: epoch + 1,
      milliseconds: (epoch - 1) * 1000,
      ancient: epoch - 6 * 365 * 86_400,
      text: String(epoch - 1),
    };
    for (const [id, expires] of Object.entries(items)) {
      await operator.send(new PutCommand({ TableName: 'jobs', Item: { id, expires } }));
    }
    expect(await dynamodb.sweep()).toBe(1);
    for (const id of Object.keys(items)) {
      const { Item } = await operator.send(new GetCommand({ TableName: 'jobs', Key: { id } }));
      expect(Item === undefined).toBe(id === 'expired');
    }
  });
});

describe('the process', () => {
  it('is gone after stop', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'local-dynamodb-'));
    const other = await startLocalDynamoDb({ directory: elsewhere, tables: [], authorize: authorizeBy([]) });
    expect(processesOn(elsewhere)).not.toEqual([]);
    await other.stop();
    expect(processesOn(elsewhere)).toEqual([]);
    rmSync(elsewhere, { recursive: true });
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('is gone when its parent dies of %s', async (signal) => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'local-dynamodb-'));
    const module = fileURLToPath(new URL('../../../infra/local/dynamodb/local-dynamodb.ts', import.meta.url));
    const script = join(elsewhere, 'parent.mjs');
    writeFileSync(
      script,
      `import { startLocalDynamoDb } from ${JSON.stringify(module)};
       await startLocalDynamoDb({ directory: ${JSON.stringify(elsewhere)}, tables: [], authorize: () => {} });
       console.log('ready');
       setInterval(() => {}, 1000);`,
    );
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(createInterface({ input: parent.stdout }), 'line');
    expect(processesOn(`${elsewhere}/dynamodb`)).not.toEqual([]);
    parent.kill(signal);
    await once(parent, 'exit');
    await expect.poll(() => processesOn(`${elsewhere}/dynamodb`), { timeout: 5000 }).toEqual([]);
    rmSync(elsewhere, { recursive: true });
  });

  it('refuses to start where dynoxide is not installed, naming the package', () => {
    expect(() => dynoxideBinary('plan9', 'mips')).toThrow('npm install --no-save @dynoxide/plan9-mips');
    expect(execFileSync(dynoxideBinary(), ['--version']).toString()).toMatch(/^dynoxide /);
  });
});

/** Ids of the processes that have this text in their command line. */
function processesOn(text: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && entry !== String(process.pid))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
      } catch {
        return false;
      }
    });
}
