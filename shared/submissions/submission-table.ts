import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { queryItems } from '../aws/query-items.ts';
import { transact, type Write } from '../aws/transact.ts';
import { leaderboardKeys } from '../leaderboards/leaderboard-keys.ts';
import type { LeaderboardTable } from '../leaderboards/read-board.ts';
import { type Submission, submission } from './submission.ts';
import type { SubmissionId } from './submission-id.ts';

/** A submission as somebody wants it to be; the table counts its revisions. */
export type NewSubmission = Omit<Submission, 'revision'>;

/** The zips that were dropped for the quality checker. */
export interface SubmissionTable {
  find(id: SubmissionId): Promise<Submission | undefined>;
  /** @throws Error there is none. */
  get(id: SubmissionId): Promise<Submission>;
  /** All of them, the latest first. */
  list(): Promise<Submission[]>;
  /**
   * Records a submission, with the password that deletes its entry at the service.
   * @returns undefined when it is recorded already.
   */
  create(wanted: NewSubmission, password: string | undefined): Promise<Submission | undefined>;
  /**
   * Writes changes of a submission; what is undefined is taken away.
   * @returns undefined when somebody else has written it since it was read.
   */
  change(
    from: Submission,
    changes: Partial<NewSubmission>,
    password?: string,
  ): Promise<Submission | undefined>;
  /** @throws Error there is none. */
  password(id: SubmissionId): Promise<string>;
}

const passwordItem = z.object({ password: z.string() });

export function createSubmissionTable({
  documents,
  tableName: TableName,
}: LeaderboardTable): SubmissionTable {
  async function find(id: SubmissionId): Promise<Submission | undefined> {
    const Key = leaderboardKeys.submission(id);
    const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item === undefined ? undefined : submission.parse(Item);
  }

  async function write(
    item: Submission,
    condition: Condition,
    password: string | undefined,
  ): Promise<Submission | undefined> {
    const { submissionId } = item;
    const writes: Write<'overtaken'>[] = [
      {
        item: {
          Put: { TableName, Item: { ...leaderboardKeys.submission(submissionId), ...item }, ...condition },
        },
        refusal: 'overtaken',
      },
    ];
    if (password !== undefined) {
      const Item = { ...leaderboardKeys.submissionPassword(submissionId), password };
      writes.push({ item: { Put: { TableName, Item } } });
    }
    return (await transact(documents, writes)) === 'written' ? item : undefined;
  }

  return {
    find,
    async get(id) {
      const found = await find(id);
      if (found === undefined) throw new Error(`There is no submission ${id}.`);
      return found;
    },
    async list() {
      const items = await queryItems(documents, {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': leaderboardKeys.submissions },
      });
      return items
        .map((item) => submission.parse(item))
        .sort((left, right) => right.createdAt.localeCompare(left.createdAt));
    },
    create: (wanted, password) =>
      write({ ...wanted, revision: 1 }, { ConditionExpression: 'attribute_not_exists(pk)' }, password),
    change: (from, changes, password) =>
      write(
        { ...from, ...changes, revision: from.revision + 1 },
        {
          ConditionExpression: 'revision = :revision',
          ExpressionAttributeValues: { ':revision': from.revision },
        },
        password,
      ),
    async password(id) {
      const Key = leaderboardKeys.submissionPassword(id);
      const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return passwordItem.parse(Item).password;
    },
  };
}

interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}
