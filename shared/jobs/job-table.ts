import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { pastConflicts } from '../aws/past-conflicts.ts';
import { queryItems } from '../aws/query-items.ts';
import { transact } from '../aws/transact.ts';
import { UnknownJob } from '../errors/unknown-job.ts';
import { type Job, job } from './job.ts';
import { type JobId, jobId } from './job-id.ts';
import { BY_WORK_INDEX } from './job-indexes.ts';
import { type JobKey, jobKeys } from './job-keys.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { type JobChange, recordUpdate, type StepChange } from './record-change.ts';
import { type Step, step as stepSchema } from './step.ts';
import { type StepName, stepName } from './step-name.ts';
import type { StepRef } from './step-ref.ts';
import type { Work } from './work.ts';

/** A job with all its steps, in their order. */
export interface WholeJob {
  readonly job: Job;
  readonly steps: readonly Step[];
}

/** A record that a clock has to see to: a job, or one of its steps. */
export interface DueRecord {
  readonly jobId: JobId;
  readonly step?: StepName;
  readonly dueAt: string;
}

/** The records of jobs and steps. Reads are strongly consistent; every write is one conditional call. */
export interface JobTable {
  /** Writes a new job and its steps; false when the job exists already, which then stays as it is. */
  create(whole: WholeJob): Promise<boolean>;
  find(id: JobId): Promise<Job | undefined>;
  /** @throws UnknownJob */
  get(id: JobId): Promise<Job>;
  /** @throws UnknownJob */
  getWhole(id: JobId): Promise<WholeJob>;
  findStep(ref: StepRef): Promise<Step | undefined>;
  /** @throws UnknownJob */
  getStep(ref: StepRef): Promise<Step>;
  /** Changes a job and answers it as it is now; undefined when a condition did not hold. */
  change(id: JobId, change: JobChange): Promise<Job | undefined>;
  /** Changes a step and answers it as it is now; undefined when a condition did not hold. */
  changeStep(ref: StepRef, change: StepChange): Promise<Step | undefined>;
  /** Records with this work to do, the longest due first. The index may lag a moment behind. */
  due(work: Work, now: Date, limit: number): Promise<DueRecord[]>;
}

export function createJobTable({ documents, tableName: TableName }: PipelineTable): JobTable {
  async function read(Key: JobKey): Promise<Record<string, unknown> | undefined> {
    const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item;
  }

  async function write(Key: JobKey, change: JobChange | StepChange): Promise<unknown> {
    const changeId = randomUUID();
    const update = recordUpdate(change, changeId);
    const command = new UpdateCommand({ TableName, Key, ReturnValues: 'ALL_NEW', ...update });
    try {
      return (await pastConflicts(() => documents.send(command))).Attributes;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // The SDK repeats a write whose answer was lost, and the repetition then meets the change itself.
      const current = await read(Key);
      return current?.['changeId'] === changeId ? current : undefined;
    }
  }

  const table: JobTable = {
    async create({ job: record, steps }) {
      const ConditionExpression = 'attribute_not_exists(pk)';
      const Item = { ...jobKeys.job(record.jobId), ...job.parse(record) };
      const written = await transact(documents, [
        { item: { Put: { TableName, Item, ConditionExpression } }, refusal: 'exists' },
        ...steps.map((one) => ({
          item: { Put: { TableName, Item: { ...keyOf(one), ...stepSchema.parse(one) } } },
        })),
      ]);
      return written === 'written';
    },

    async find(id) {
      const item = await read(jobKeys.job(id));
      return item === undefined ? undefined : job.parse(item);
    },

    async get(id) {
      return (await table.find(id)) ?? unknownJob(id);
    },

    async getWhole(id) {
      const items = await queryItems(documents, {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': jobKeys.job(id).pk },
        ConsistentRead: true,
      });
      const record = items.find(({ sk }) => sk === jobKeys.job(id).sk);
      if (record === undefined) return unknownJob(id);
      const steps = items.filter((item) => item !== record).map((item) => stepSchema.parse(item));
      return { job: job.parse(record), steps: steps.sort((left, right) => left.index - right.index) };
    },

    async findStep(ref) {
      const item = await read(keyOf(ref));
      return item === undefined ? undefined : stepSchema.parse(item);
    },

    async getStep(ref) {
      return (await table.findStep(ref)) ?? unknownJob(`${ref.jobId} with a step ${ref.step}`);
    },

    async change(id, change) {
      const item = await write(jobKeys.job(id), change);
      return item === undefined ? undefined : job.parse(item);
    },

    async changeStep(ref, change) {
      const item = await write(keyOf(ref), change);
      return item === undefined ? undefined : stepSchema.parse(item);
    },

    async due(work, now, limit) {
      const { Items } = await documents.send(
        new QueryCommand({
          TableName,
          IndexName: BY_WORK_INDEX,
          KeyConditionExpression: '#work = :work AND dueAt <= :now',
          ExpressionAttributeNames: { '#work': 'work' },
          ExpressionAttributeValues: { ':work': work, ':now': now.toISOString() },
          Limit: limit,
        }),
      );
      return z.array(dueRecord).parse(Items ?? []);
    },
  };
  return table;
}

function keyOf({ jobId: id, step }: StepRef): JobKey {
  return jobKeys.step(id, step);
}

function unknownJob(id: string): never {
  throw new UnknownJob(`There is no job ${id}. Upload the song again.`);
}

/** The keys of a record, read back into what they name. */
const dueRecord = z
  .object({ pk: z.string().startsWith('JOB#'), sk: z.string(), dueAt: z.string() })
  .transform(({ pk, sk, dueAt }): DueRecord => {
    const id = jobId.parse(pk.slice('JOB#'.length));
    return sk.startsWith('STEP#')
      ? { jobId: id, step: stepName.parse(sk.slice('STEP#'.length)), dueAt }
      : { jobId: id, dueAt };
  });
