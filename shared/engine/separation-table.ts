import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { conditionHeld } from '../aws/condition-held.ts';
import { UnknownSeparation } from '../errors/unknown-separation.ts';
import { BY_STATUS_INDEX } from './by-status-index.ts';
import { type EngineRecord, engineRecord, type SeparationRecord } from './separation-record.ts';

/** New values of a record's attributes; `undefined` is not allowed, so nothing is erased by accident. */
type Changes = Readonly<Record<string, unknown>>;

/** The records of the Engine in DynamoDB. A status only ever moves forward, by conditional writes. */
export class SeparationTable {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  /**
   * Writes a new record; false when its hash is taken, which then keeps what it has. The SDK repeats a write
   * whose answer was lost, and the repetition meets the record itself: told by its time of creation, that
   * counts as written.
   */
  async create(record: EngineRecord): Promise<boolean> {
    try {
      await this.#client.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: engineRecord.parse(record),
          ConditionExpression: 'attribute_not_exists(#hash)',
          ExpressionAttributeNames: { '#hash': 'hash' },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item?.createdAt?.S === record.createdAt;
    }
  }

  async find(hash: string): Promise<EngineRecord | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: { hash }, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : engineRecord.parse(Item);
  }

  /** @throws UnknownSeparation when there is no separation of that hash. */
  async separation(hash: string): Promise<SeparationRecord> {
    const record = await this.find(hash);
    if (record?.kind !== 'separation') throw new UnknownSeparation(hash);
    return record;
  }

  /**
   * Moves a record to a status with new values, if its status is one of `from`; answers whether it was.
   * List the target itself in `from` when a step may run twice.
   */
  async move(
    hash: string,
    status: EngineRecord['status'],
    from: readonly EngineRecord['status'][],
    changes: Changes = {},
  ): Promise<boolean> {
    const values = Object.entries({ status, ...changes });
    return conditionHeld(
      this.#client.send(
        new UpdateCommand({
          TableName: this.#tableName,
          Key: { hash },
          UpdateExpression: `SET ${values.map((_, index) => `#name${index} = :value${index}`).join(', ')}`,
          ConditionExpression: `#name0 IN (${from.map((_, index) => `:from${index}`).join(', ')})`,
          ExpressionAttributeNames: Object.fromEntries(
            values.map(([name], index) => [`#name${index}`, name]),
          ),
          ExpressionAttributeValues: Object.fromEntries([
            ...values.map(([, value], index) => [`:value${index}`, value]),
            ...from.map((value, index) => [`:from${index}`, value]),
          ]),
        }),
      ),
    );
  }

  /** Counts a chunk as finished, once, however often it is said. */
  async finishChunk(hash: string, index: number): Promise<void> {
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: { hash },
        UpdateExpression: 'ADD finishedChunks :chunk',
        ConditionExpression: 'attribute_exists(#hash)',
        ExpressionAttributeNames: { '#hash': 'hash' },
        ExpressionAttributeValues: { ':chunk': new Set([index]) },
      }),
    );
  }

  /**
   * How many records have a status, and the place among them of one that has it. The index lags a moment
   * behind and changes between two looks; each record is counted in one look only, and the one that is asked
   * about always, so that its place is never 0 and never beyond the count.
   *
   * @param createdAt of the one that is asked about, an ISO time
   */
  async queue(status: EngineRecord['status'], createdAt: string): Promise<{ count: number; order: number }> {
    const [notYounger, younger] = await Promise.all([
      this.#count(status, '<=', createdAt),
      this.#count(status, '>', createdAt),
    ]);
    const order = Math.max(1, notYounger);
    return { count: order + younger, order };
  }

  async #count(status: string, comparison: '<=' | '>', createdAt: string): Promise<number> {
    let count = 0;
    let start: Record<string, unknown> | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#tableName,
          IndexName: BY_STATUS_INDEX,
          Select: 'COUNT',
          KeyConditionExpression: `#status = :status AND createdAt ${comparison} :createdAt`,
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':status': status, ':createdAt': createdAt },
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      count += page.Count ?? 0;
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return count;
  }
}
