import { randomBytes } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { transact } from '../../aws/transact.ts';
import { accountKeys } from './account-keys.ts';

/** How long a link that confirms an address can be used. */
export const VERIFICATION_HOURS = 24;
const CODE_BYTES = 24;

/** What a link stands for: who asked for it, with which name and password. */
const verification = z.object({
  accountId: z.string().min(1),
  name: z.string(),
  passwordHash: z.string(),
  /** Seconds since 1970. */
  expiresAt: z.int(),
  usedAt: z.string().optional(),
});

/** An account whose address nobody has confirmed yet. */
const confirmable = z.object({ verified: z.literal(false) });

type Applicant = Pick<z.infer<typeof verification>, 'accountId' | 'name' | 'passwordHash'>;

/** Why a link cannot be used: `unknown` covers links that never were and those that have expired. */
type DeadLink = 'used' | 'unknown';

/** What using a link did. */
export type VerificationOutcome = 'verified' | DeadLink;

/**
 * Links that confirm email addresses. A link carries the password of whoever asked for it, which becomes the
 * account's when the link is used: so nobody who registers somebody else's address in between gets into the
 * account that its owner confirms.
 */
export class VerificationTable {
  readonly #documents: DynamoDBDocumentClient;
  readonly #tableName: string;

  /** @param tableName the table of the accounts. */
  constructor(documents: DynamoDBDocumentClient, tableName: string) {
    this.#documents = documents;
    this.#tableName = tableName;
  }

  /** @returns the code of a new link. It is stored nowhere. */
  async issue(applicant: Applicant, now: Date): Promise<string> {
    const code = randomBytes(CODE_BYTES).toString('base64url');
    const expiresAt = Math.floor(now.getTime() / 1000) + VERIFICATION_HOURS * 3600;
    await this.#documents.send(
      new PutCommand({
        TableName: this.#tableName,
        Item: { ...accountKeys.verification(code), ...applicant, expiresAt },
      }),
    );
    return code;
  }

  /** Whether a link can be used, which this leaves as it is. */
  async look(code: string, now: Date): Promise<'open' | DeadLink> {
    const found = await this.#find(code, now);
    if (typeof found === 'string') return found;
    const profile = await this.#get(accountKeys.profile(found.accountId));
    // Another link of this account may have been used.
    return confirmable.safeParse(profile).success ? 'open' : 'used';
  }

  /** Uses a link up, and confirms the account that it belongs to. */
  async use(code: string, now: Date): Promise<VerificationOutcome> {
    const found = await this.#find(code, now);
    if (typeof found === 'string') return found;
    const written = await transact(this.#documents, [this.#markUsed(code, now), this.#confirm(found, now)]);
    return written === 'written' ? 'verified' : 'used';
  }

  async #find(code: string, now: Date): Promise<Applicant | DeadLink> {
    const found = verification.optional().parse(await this.#get(accountKeys.verification(code)));
    // Items stay in the table for a while after their time.
    if (found === undefined || found.expiresAt * 1000 <= now.getTime()) return 'unknown';
    return found.usedAt === undefined ? found : 'used';
  }

  async #get(Key: Readonly<Record<'pk' | 'sk', string>>): Promise<Record<string, unknown> | undefined> {
    const command = new GetCommand({ TableName: this.#tableName, Key, ConsistentRead: true });
    return (await this.#documents.send(command)).Item;
  }

  #markUsed(code: string, now: Date) {
    return {
      item: {
        Update: {
          TableName: this.#tableName,
          Key: accountKeys.verification(code),
          UpdateExpression: 'SET usedAt = :now',
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(usedAt)',
          ExpressionAttributeValues: { ':now': now.toISOString() },
        },
      },
      refusal: 'used' as const,
    };
  }

  #confirm({ accountId, name, passwordHash }: Applicant, now: Date) {
    return {
      item: {
        Update: {
          TableName: this.#tableName,
          Key: accountKeys.profile(accountId),
          UpdateExpression: 'SET verified = :yes, #name = :name, passwordHash = :hash, updatedAt = :now',
          // Another link of this account was opened first: its password stays.
          ConditionExpression: 'verified = :no',
          ExpressionAttributeNames: { '#name': 'name' },
          ExpressionAttributeValues: {
            ':yes': true,
            ':no': false,
            ':name': name,
            ':hash': passwordHash,
            ':now': now.toISOString(),
          },
        },
      },
      refusal: 'used' as const,
    };
  }
}
