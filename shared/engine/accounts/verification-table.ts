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

type Applicant = Pick<z.infer<typeof verification>, 'accountId' | 'name' | 'passwordHash'>;

/** What opening a link did: `unknown` covers links that never were and those that have expired. */
export type VerificationOutcome = 'verified' | 'used' | 'unknown';

/**
 * Links that confirm email addresses. A link carries the password of whoever asked for it, which becomes the
 * account's when the link is opened: so nobody who registers somebody else's address in between gets into the
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

  /** Uses a link up, and confirms the account that it belongs to. */
  async use(code: string, now: Date): Promise<VerificationOutcome> {
    const { Item } = await this.#documents.send(
      new GetCommand({
        TableName: this.#tableName,
        Key: accountKeys.verification(code),
        ConsistentRead: true,
      }),
    );
    const found = verification.optional().parse(Item);
    // Items stay in the table for a while after their time.
    if (found === undefined || found.expiresAt * 1000 <= now.getTime()) return 'unknown';
    if (found.usedAt !== undefined) return 'used';
    const written = await transact(this.#documents, [this.#markUsed(code, now), this.#confirm(found, now)]);
    return written === 'written' ? 'verified' : 'used';
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
