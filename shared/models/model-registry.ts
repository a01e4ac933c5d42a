import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { conditionHeld } from '../aws/condition-held.ts';
import { queryItems } from '../aws/query-items.ts';
import { publicationKeys } from '../engine/publications/publication-keys.ts';
import { type RegisteredModel, registeredModel } from './registered-model.ts';

/** Which versions of both files of a model were there when it was looked at last. */
const lookedAt = z.object({ network: z.string().optional(), sidecar: z.string().optional() });

const modelItem = z.object({
  /** The look at the model that has the word: the latest that began. */
  look: z.string(),
  /** Its files, once the look is over. */
  files: lookedAt.optional(),
  /** Only when it works. */
  model: registeredModel.optional(),
});

export type LookedAt = z.infer<typeof lookedAt>;

/** Which models of the operator serve: an item for each, in the table of what the Engine shows to everybody. */
export class ModelRegistry {
  readonly #client: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(client: DynamoDBDocumentClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  /** The models that serve, in the order of their files' names. */
  async registered(): Promise<RegisteredModel[]> {
    const items = await queryItems(this.#client, {
      TableName: this.#tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': publicationKeys.models },
      ConsistentRead: true,
    });
    return z
      .array(modelItem)
      .parse(items)
      .flatMap(({ model }) => model ?? []);
  }

  /** Which files the last look at a model was about; undefined when there was none, or it is not over. */
  async lookedAt(file: string): Promise<LookedAt | undefined> {
    const { Item } = await this.#client.send(
      new GetCommand({ TableName: this.#tableName, Key: publicationKeys.model(file), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : modelItem.parse(Item).files;
  }

  /**
   * Begins a look at a model: until it is settled, the model does not serve. Looks that began earlier have no say
   * any more, so that the files as they are in the end decide, in whatever order events come.
   */
  async begin(file: string, look: string): Promise<void> {
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#tableName,
        Key: publicationKeys.model(file),
        UpdateExpression: 'SET look = :look REMOVE files, model',
        ExpressionAttributeValues: { ':look': look },
      }),
    );
  }

  /**
   * Ends a look.
   *
   * @param model undefined when it does not serve.
   * @returns whether the look still had the word.
   */
  async settle(
    file: string,
    look: string,
    { files, model }: { readonly files?: LookedAt; readonly model?: RegisteredModel },
  ): Promise<boolean> {
    return conditionHeld(
      this.#client.send(
        new PutCommand({
          TableName: this.#tableName,
          Item: { ...publicationKeys.model(file), look, files, model },
          ConditionExpression: 'look = :look',
          ExpressionAttributeValues: { ':look': look },
        }),
      ),
    );
  }

  /** Ends a look at a model whose files are gone. */
  async forget(file: string, look: string): Promise<boolean> {
    return conditionHeld(
      this.#client.send(
        new DeleteCommand({
          TableName: this.#tableName,
          Key: publicationKeys.model(file),
          ConditionExpression: 'look = :look',
          ExpressionAttributeValues: { ':look': look },
        }),
      ),
    );
  }
}
