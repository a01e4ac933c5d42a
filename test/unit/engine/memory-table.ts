import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';

type Item = Record<string, unknown>;

/** A DynamoDB table that lives in a Map and understands the few expressions that the Engine uses. */
export function memoryTable(): { separations: SeparationTable; items: Map<string, Item> } {
  const items = new Map<string, Item>();
  const client = mockClient(DynamoDBDocumentClient);
  client
    .on(GetCommand)
    .callsFake(({ Key }: { Key: { hash: string } }) => ({ Item: copy(items.get(Key.hash)) }));
  client.on(PutCommand).callsFake(({ Item }: { Item: { hash: string } }) => {
    if (items.has(Item.hash)) throw conditionFailed();
    items.set(Item.hash, copy(Item) ?? {});
    return {};
  });
  client.on(UpdateCommand).callsFake((input: UpdateCommandInput) => {
    const hash = String(input.Key?.hash);
    const item = items.get(hash);
    if (item === undefined || !holds(input, item)) throw conditionFailed();
    update(input, item);
    return {};
  });
  client
    .on(QueryCommand)
    .callsFake(({ ExpressionAttributeValues: values }: { ExpressionAttributeValues: Item }) => {
      const upTo = String(values[':upTo'] ?? '\uffff');
      const found = [...items.values()].filter(
        (item) => item.status === values[':status'] && String(item.createdAt) <= upTo,
      );
      return { Count: found.length };
    });
  // The mock stands in for the `send` of every client of this class.
  const real = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
  const separations = new SeparationTable(real, 'separations');
  return { separations, items };
}

function holds(
  { ConditionExpression: condition = '', ExpressionAttributeValues: values = {} }: UpdateCommandInput,
  item: Item,
) {
  const allowed = /^#name0 IN \((.*)\)$/.exec(condition)?.[1];
  if (allowed === undefined) return condition === 'attribute_exists(#hash)';
  return allowed.split(', ').some((name) => values[name] === item.status);
}

function update(input: UpdateCommandInput, item: Item): void {
  const { UpdateExpression: expression = '', ExpressionAttributeNames: names = {} } = input;
  const { ExpressionAttributeValues: values = {} } = input;
  if (expression === 'ADD finishedChunks :chunk') {
    const before = item.finishedChunks instanceof Set ? item.finishedChunks : new Set();
    item.finishedChunks = new Set([...before, ...values[':chunk']]);
    return;
  }
  for (const [, name = '', value = ''] of expression.matchAll(/(#\w+) = (:\w+)/g)) {
    item[names[name] ?? name] = values[value];
  }
}

function copy(item: Item | undefined): Item | undefined {
  return item === undefined ? undefined : structuredClone(item);
}

function conditionFailed(): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
}
