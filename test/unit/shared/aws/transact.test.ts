import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { transact } from '../../../../shared/aws/transact.ts';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));

const writes = [
  { item: { Delete: { TableName: 'table', Key: { pk: 'a' } } } },
  { item: { Delete: { TableName: 'table', Key: { pk: 'b' } } }, refusal: 'taken' },
  { item: { Delete: { TableName: 'table', Key: { pk: 'c' } } }, refusal: 'gone' },
] as const;

function cancelled(...codes: string[]) {
  return new TransactionCanceledException({
    message: 'Transaction cancelled',
    CancellationReasons: codes.map((Code) => ({ Code })),
    $metadata: {},
  });
}

/** A transaction that meets these errors one after the other, and then goes through. */
async function meeting(errors: readonly Error[]) {
  const mock = mockClient(documents);
  const chain = mock.on(TransactWriteCommand);
  let next = 0;
  chain.callsFake(() => {
    const error = errors[next++];
    if (error !== undefined) throw error;
    return {};
  });
  const pauses: number[] = [];
  const outcome = await transact(documents, writes, async (milliseconds) => pauses.push(milliseconds)).catch(
    (error: unknown) => error,
  );
  const tokens = mock.commandCalls(TransactWriteCommand).map(({ args }) => args[0].input.ClientRequestToken);
  return { outcome, pauses, tokens };
}

describe('transact', () => {
  it('tries again with the same token as long as it only meets others', async () => {
    const conflict = cancelled('None', 'TransactionConflict', 'ThrottlingError');
    const { outcome, pauses, tokens } = await meeting([conflict, conflict, conflict]);
    expect(outcome).toBe('written');
    expect(tokens).toHaveLength(4);
    expect(new Set(tokens).size).toBe(1);
    expect(pauses).toHaveLength(3);
    for (const pause of pauses) expect(pause).toBeLessThanOrEqual(1_000);
  });

  it('answers the refusal of the first write whose condition fails, without another try', async () => {
    const { outcome, tokens } = await meeting([
      cancelled('None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'),
    ]);
    expect([outcome, tokens.length]).toEqual(['taken', 1]);
  });

  it.each([
    ['a condition that nobody speaks for', cancelled('ConditionalCheckFailed', 'None', 'None')],
    ['a broken request', cancelled('ValidationError', 'None', 'None')],
    ['another error', new ConditionalCheckFailedException({ message: 'no', $metadata: {} })],
  ])('throws %s', async (_, error) => {
    const { outcome, tokens } = await meeting([error]);
    expect([outcome, tokens.length]).toEqual([error, 1]);
  });

  it('gives up on items that stay busy', async () => {
    const conflict = cancelled('TransactionConflict', 'None', 'None');
    const { outcome, tokens } = await meeting(Array<Error>(50).fill(conflict));
    expect(outcome).toBe(conflict);
    expect(tokens).toHaveLength(20);
  });
});
