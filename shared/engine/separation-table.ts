import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditionHeld } from '../aws/condition-held.ts';
import { pastConflicts } from '../aws/past-conflicts.ts';
import { UnknownSeparation } from '../errors/unknown-separation.ts';
import { type EngineRecord, engineRecord, type SeparationRecord } from './separation-record.ts';

/** New values of a record's attributes; `undefined` is not allowed, so nothing is erased by accident. */
type Changes = Readonly<Record<string, unknown>>;

/**
 * The records of the Engine in DynamoDB. A status only ever moves forward, by conditional writes: those of the
 * steps in between are here; a beginning or an end changes other tables with it, and is a transaction.
 */
export class SeparationTable {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  /** Strongly consistent: it sees all that was written before. */
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
      this.#update(
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

  /**
   * Counts a chunk as finished, once, however often it is said.
   *
   * @param peak how loud the loudest of its stems is.
   */
  async finishChunk(hash: string, index: number, peak: number): Promise<void> {
    await this.#update(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: { hash },
        UpdateExpression: 'ADD finishedChunks :chunk, peaks :peak',
        ConditionExpression: 'attribute_exists(#hash)',
        ExpressionAttributeNames: { '#hash': 'hash' },
        ExpressionAttributeValues: { ':chunk': new Set([index]), ':peak': new Set([peak]) },
      }),
    );
  }

  /** A beginning or an end may be written at the same moment. */
  #update(command: UpdateCommand): Promise<unknown> {
    return pastConflicts(() => this.#client.send(command));
  }
}
