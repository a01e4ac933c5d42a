import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDynamoDb, startLocalDynamoDb } from '../../../infra/local/dynamodb/local-dynamodb.ts';
import type { TableConfig } from '../../../infra/local/dynamodb/table-config.ts';
import type { Listener } from '../../../infra/local/listener/listen.ts';
import { authorizeBy, clientSettings, startTestEndpoint } from '../aws-endpoint/start-test-endpoint.ts';

const table = (name: string): TableConfig => ({
  name,
  attributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  keySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  timeToLiveAttribute: 'expiresAt',
});
const arnOf = (name: string) => `arn:aws:dynamodb:eu-west-1:000000000000:table/${name}`;
const now = new Date('2026-11-22T12:00:00Z');

let directory: string;
let dynamodb: LocalDynamoDb;
let listener: Listener;
let operator: DynamoDBDocumentClient;
let role: DynamoDBDocumentClient;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'transactions-'));
  const grants = [`dynamodb:PutItem ${arnOf('queue')}`, `dynamodb:ConditionCheckItem ${arnOf('accounts')}`];
  dynamodb = await startLocalDynamoDb({
    directory,
    tables: [table('queue'), table('accounts')],
    authorize: authorizeBy(grants),
    now: () => now,
  });
  listener = await startTestEndpoint({ DynamoDB_20120810: dynamodb });
  const clientOf = (key: string) =>
    DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(listener.url, key)));
  operator = clientOf('OPERATOR');
  role = clientOf('ROLE');
});

afterAll(async () => {
  operator.destroy();
  role.destroy();
  await listener.stop();
  await dynamodb.stop();
  rmSync(directory, { recursive: true });
});

const write = (TransactItems: TransactWriteCommandInput['TransactItems'], ClientRequestToken?: string) =>
  operator.send(
    new TransactWriteCommand({ TransactItems, ...(ClientRequestToken && { ClientRequestToken }) }),
  );
const read = async (TableName: string, pk: string, sk: string) =>
  (await operator.send(new GetCommand({ TableName, Key: { pk, sk } }))).Item;
const put = (TableName: string, pk: string, sk: string, more: object = {}) => ({
  Put: { TableName, Item: { pk, sk, ...more } },
});

describe('a transaction', () => {
  it('is cancelled as a whole, with a reason for each item and the item that stood in the way', async () => {
    await write([put('accounts', 'a', 'profile', { balance: 3 })]);
    const cancelled = await write([
      put('queue', 'line', '1'),
      {
        Update: {
          TableName: 'accounts',
          Key: { pk: 'a', sk: 'profile' },
          UpdateExpression: 'SET balance = balance - :cost',
          ConditionExpression: 'balance >= :cost',
          ExpressionAttributeValues: { ':cost': 5 },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    ]).catch((error: unknown) => error);
    expect(cancelled).toBeInstanceOf(TransactionCanceledException);
    expect(cancelled).toMatchObject({
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Item: { balance: { N: '3' } } },
      ],
    });
    expect(await read('queue', 'line', '1')).toBeUndefined();
  });

  it('is done once for one ClientRequestToken, and refused when the same token brings another', async () => {
    const add = (count: number) => [
      {
        Update: {
          TableName: 'accounts',
          Key: { pk: 'counted', sk: 'profile' },
          UpdateExpression: 'ADD done :count',
          ExpressionAttributeValues: { ':count': count },
        },
      },
    ];
    await write(add(1), 'token-1');
    await write(add(1), 'token-1');
    expect(await read('accounts', 'counted', 'profile')).toMatchObject({ done: 1 });
    await expect(write(add(2), 'token-1')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  it('takes 100 items and refuses 101, and two for one key', async () => {
    const items = (count: number) => Array.from({ length: count }, (_, n) => put('queue', 'many', `${n}`));
    await write(items(100));
    expect(await read('queue', 'many', '99')).toBeDefined();
    await expect(write(items(101))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(write([...items(1), ...items(1)])).rejects.toMatchObject({ name: 'ValidationException' });
    const TransactItems = items(101).map(({ Put: { Item, TableName } }) => ({
      Get: { TableName, Key: Item },
    }));
    await expect(operator.send(new TransactGetCommand({ TransactItems }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('refuses items of more than 4 MB together', async () => {
    const large = Array.from({ length: 11 }, (_, n) =>
      put('queue', 'large', `${n}`, { text: 'x'.repeat(390_000) }),
    );
    await expect(write(large)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('accepts what the role may do on every table of it, and refuses one condition too many', async () => {
    const check = (TableName: string) => ({
      ConditionCheck: {
        TableName,
        Key: { pk: 'x', sk: 'y' },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    });
    const send = (...TransactItems: NonNullable<TransactWriteCommandInput['TransactItems']>) =>
      role.send(new TransactWriteCommand({ TransactItems }));
    await send(put('queue', 'by-role', '1'), check('accounts'));
    expect(await read('queue', 'by-role', '1')).toBeDefined();
    await expect(send(put('queue', 'by-role', '2'), check('queue'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    expect(await read('queue', 'by-role', '2')).toBeUndefined();
  });
});

it('forgets expired items of a table with a sort key, and no others of the same partition', async () => {
  const expired = Math.floor(now.getTime() / 1000) - 1;
  for (const [sk, expiresAt] of [
    ['old', expired],
    ['new', expired + 100],
  ] as const) {
    await operator.send(new PutCommand({ TableName: 'queue', Item: { pk: 'expiring', sk, expiresAt } }));
  }
  expect(await dynamodb.sweep()).toBe(1);
  expect(await read('queue', 'expiring', 'old')).toBeUndefined();
  expect(await read('queue', 'expiring', 'new')).toBeDefined();
});
