import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { pastConflicts } from '../../aws/past-conflicts.ts';
import { transact } from '../../aws/transact.ts';
import { type Account, account, OWNER_ID } from './account.ts';
import { accountKeys } from './account-keys.ts';
import { openingOfOwner } from './opening-of-owner.ts';

/** What an account may change of itself. */
export type AccountChange = Pick<Account, 'premiumEnabled'> | Pick<Account, 'longFilenames'>;

interface Key {
  readonly pk: string;
  readonly sk: string;
}

const pointer = z.object({ accountId: z.string().min(1) });

/**
 * Who may call the Engine. Every read is strongly consistent: a token works the moment after it was issued.
 *
 * The balance is no concern of this table's: it changes together with the ledger only.
 */
export class AccountTable {
  readonly #documents: DynamoDBDocumentClient;
  readonly #tableName: string;

  constructor(documents: DynamoDBDocumentClient, tableName: string) {
    this.#documents = documents;
    this.#tableName = tableName;
  }

  async find(id: string): Promise<Account | undefined> {
    return account.optional().parse(await this.#get(accountKeys.profile(id)));
  }

  async findByToken(token: string): Promise<Account | undefined> {
    return this.#follow(accountKeys.token(token));
  }

  /** Whatever the case of the email's letters and the spaces around it. */
  async findByEmail(email: string): Promise<Account | undefined> {
    return this.#follow(accountKeys.email(email));
  }

  /**
   * Opens an account that can be found by its token and its email, all at once or not at all.
   *
   * @returns false when the email has an account already.
   */
  async create(opened: Account, token: string): Promise<boolean> {
    return this.#putNew([
      { ...accountKeys.email(opened.email), accountId: opened.id },
      { ...accountKeys.token(token), accountId: opened.id },
      { ...accountKeys.profile(opened.id), ...opened },
    ]);
  }

  /** Lets an account be found by a token, beside those that it has: after a change of what tokens follow from. */
  async addToken(id: string, token: string): Promise<void> {
    await this.#documents.send(
      new PutCommand({ TableName: this.#tableName, Item: { ...accountKeys.token(token), accountId: id } }),
    );
  }

  /** The owner's account, opened with its credits when this is the first time that anyone asks. */
  async openOwner(now: Date): Promise<Account> {
    const existing = await this.find(OWNER_ID);
    if (existing !== undefined) return existing;
    const opening = openingOfOwner(now);
    if (await this.#putNew(opening.items)) return opening.account;
    const openedMeanwhile = await this.find(OWNER_ID);
    if (openedMeanwhile === undefined) throw new Error('The account of the owner could not be opened.');
    return openedMeanwhile;
  }

  /**
   * Changes an account.
   *
   * @returns the account as it is then.
   * @throws what the SDK throws, `ConditionalCheckFailedException` when there is no such account.
   */
  async change(id: string, change: AccountChange, now: Date): Promise<Account> {
    const fields = Object.entries({ ...change, updatedAt: now.toISOString() });
    const update = new UpdateCommand({
      TableName: this.#tableName,
      Key: accountKeys.profile(id),
      UpdateExpression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
      ReturnValues: 'ALL_NEW',
    });
    // Credits may be booked at the same moment.
    const { Attributes } = await pastConflicts(() => this.#documents.send(update));
    return account.parse(Attributes);
  }

  async #follow(key: Key): Promise<Account | undefined> {
    const found = pointer.optional().parse(await this.#get(key));
    return found === undefined ? undefined : this.find(found.accountId);
  }

  async #get(key: Key): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.#documents.send(
      new GetCommand({ TableName: this.#tableName, Key: key, ConsistentRead: true }),
    );
    return Item;
  }

  /** Puts items of which none may exist yet. @returns false, with nothing put, when one does. */
  async #putNew(items: readonly Readonly<Record<string, unknown>>[]): Promise<boolean> {
    const TableName = this.#tableName;
    const written = await transact(
      this.#documents,
      items.map((Item) => ({
        item: { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
        refusal: 'exists' as const,
      })),
    );
    return written === 'written';
  }
}
