import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { conditionHeld } from '../aws/condition-held.ts';
import { UnknownJob } from '../errors/unknown-job.ts';
import { BY_STATE_INDEX } from './by-state-index.ts';
import { type Job, job } from './job.ts';
import { type JobChange, jobUpdate } from './job-change.ts';
import { type JobId, jobId } from './job-id.ts';

/** Sort key of every item; the table keeps one item for each partition. */
const META = 'META';

/** The job records in DynamoDB. Reads are strongly consistent; every write is one conditional call. */
export interface JobTable {
  /** Writes a new record; false when the job exists already, which then stays as it is. */
  create(record: Job): Promise<boolean>;
  find(id: JobId): Promise<Job | undefined>;
  /** @throws UnknownJob */
  get(id: JobId): Promise<Job>;
  /** Changes a record and answers it as it is now; undefined when a condition did not hold. */
  change(id: JobId, change: JobChange): Promise<Job | undefined>;
  /** Ids of waiting jobs that are due, the longest due first. The index may lag a moment behind. */
  due(now: Date, limit: number): Promise<JobId[]>;
  /** Takes a folder for the stems of one job; false when it belongs to another one. */
  claimFolder(folder: string, owner: JobId): Promise<boolean>;
  /** Keeps the poller from asking before this time. */
  pausePolling(until: Date): Promise<void>;
  /** Takes the right to poll until then; false while another poller has it, or the service asked to wait. */
  claimPolling(now: Date, until: Date): Promise<boolean>;
  /** Gives the right to poll back before its time. */
  releasePolling(): Promise<void>;
}

const POLLER = { pk: 'POLLER', sk: META };

export function createJobTable(client: DynamoDBDocumentClient, tableName: string): JobTable {
  const TableName = tableName;
  const keyOf = (id: JobId) => ({ pk: `JOB#${id}`, sk: META });

  async function find(id: JobId): Promise<Job | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(id), ConsistentRead: true }));
    return Item === undefined ? undefined : job.parse(Item);
  }

  return {
    find,

    async get(id) {
      const found = await find(id);
      if (found === undefined) throw new UnknownJob(`There is no job ${id}. Upload the song again.`);
      return found;
    },

    async create(record) {
      const Item = { ...keyOf(record.jobId), ...job.parse(record) };
      return conditionHeld(
        client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
    },

    async change(id, change) {
      const changeId = randomUUID();
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(id),
            ReturnValues: 'ALL_NEW',
            ...jobUpdate(change, changeId),
          }),
        );
        return job.parse(Attributes);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        // The SDK repeats a write whose answer was lost, and the repetition then meets the change itself.
        const current = await find(id);
        return current?.changeId === changeId ? current : undefined;
      }
    },

    async due(now, limit) {
      const { Items } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: BY_STATE_INDEX,
          KeyConditionExpression: '#state = :waiting AND dueAt <= :now',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':waiting': 'waiting', ':now': now.toISOString() },
          Limit: limit,
        }),
      );
      return z.array(dueItem).parse(Items ?? []);
    },

    async claimFolder(folder, owner) {
      return conditionHeld(
        client.send(
          new UpdateCommand({
            TableName,
            Key: { pk: `FOLDER#${folder}`, sk: META },
            UpdateExpression: 'SET #owner = :owner',
            ConditionExpression: 'attribute_not_exists(pk) OR #owner = :owner',
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: { ':owner': owner },
          }),
        ),
      );
    },

    async pausePolling(until) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: POLLER,
          UpdateExpression: 'SET pausedUntil = :until',
          ExpressionAttributeValues: { ':until': until.toISOString() },
        }),
      );
    },

    async claimPolling(now, until) {
      return conditionHeld(
        client.send(
          new UpdateCommand({
            TableName,
            Key: POLLER,
            UpdateExpression: 'SET claimedUntil = :until',
            ConditionExpression:
              '(attribute_not_exists(pausedUntil) OR pausedUntil <= :now) AND ' +
              '(attribute_not_exists(claimedUntil) OR claimedUntil <= :now)',
            ExpressionAttributeValues: { ':until': until.toISOString(), ':now': now.toISOString() },
          }),
        ),
      );
    },

    async releasePolling() {
      await client.send(
        new UpdateCommand({ TableName, Key: POLLER, UpdateExpression: 'REMOVE claimedUntil' }),
      );
    },
  };
}

const dueItem = z
  .object({ pk: z.string().startsWith('JOB#') })
  .transform(({ pk }) => jobId.parse(pk.slice(4)));
