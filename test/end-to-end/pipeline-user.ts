import { setTimeout } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { type DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { readSettings } from '../../infra/settings.ts';
import { clientSettings } from '../../infra/start/client-settings.ts';
import type { LocalProduct } from '../../infra/start/local-product.ts';
import { LOCAL_SETTINGS } from '../../infra/start/local-settings.ts';
import { output } from '../../infra/start/output.ts';
import { documentClient } from '../../shared/aws/document-client.ts';
import { type Job, job } from '../../shared/jobs/job.ts';
import type { JobId } from '../../shared/jobs/job-id.ts';
import { createJobTable, type JobTable } from '../../shared/jobs/job-table.ts';
import { newJob } from '../../shared/jobs/new-job.ts';

const JOB_TIMEOUT_MILLISECONDS = 45_000;
const LOOK_EVERY_MILLISECONDS = 100;

/** Somebody who uses both stacks from outside: drops songs, looks at records, fetches stems. */
export class PipelineUser {
  readonly product: LocalProduct;
  readonly s3: S3Client;
  readonly stepFunctions: SFNClient;
  readonly jobs: JobTable;
  readonly #database: DynamoDBDocumentClient;

  constructor(product: LocalProduct) {
    const settings = clientSettings(product.cloud);
    this.product = product;
    this.s3 = new S3Client(settings);
    this.stepFunctions = new SFNClient(settings);
    this.#database = documentClient(settings);
    this.jobs = createJobTable(this.#database, product.jobTable);
  }

  /** Drops a song in the bucket, and answers the id of the job that it becomes. */
  async upload(key: string, body: Buffer, metadata: Record<string, string> = {}): Promise<JobId> {
    const { bucket } = this.product;
    const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, Metadata: metadata });
    const { ETag } = await this.s3.send(put);
    return newJob({
      upload: { bucket, key, etag: ETag ?? '', bytes: body.length },
      metadata,
      defaults: readSettings(LOCAL_SETTINGS).separation,
      at: new Date(),
    }).jobId;
  }

  /** Waits until a job is in one of these states. */
  async reached(jobId: JobId, ...states: Job['state'][]): Promise<Job> {
    let last: Job | undefined;
    const reached = await until(async () => {
      last = await this.jobs.find(jobId);
      return last !== undefined && states.includes(last.state) ? last : undefined;
    });
    if (reached === undefined) {
      throw new Error(`The job never became ${states.join(' or ')}: ${JSON.stringify(last, null, 2)}`);
    }
    return reached;
  }

  ended(jobId: JobId): Promise<Job> {
    return this.reached(jobId, 'done', 'failed');
  }

  /** The job of an upload that was refused: its id follows from what was asked for, so it is looked up. */
  async jobOf(key: string): Promise<Job> {
    const found = await until(async () => {
      const { Items } = await this.#database.send(
        new ScanCommand({
          TableName: this.product.jobTable,
          FilterExpression: '#source.#key = :key',
          ExpressionAttributeNames: { '#source': 'source', '#key': 'key' },
          ExpressionAttributeValues: { ':key': key },
        }),
      );
      const record = Items?.[0] === undefined ? undefined : job.parse(Items[0]);
      return record?.state === 'failed' || record?.state === 'done' ? record : undefined;
    });
    if (found === undefined) throw new Error(`No job of ${key} has ended.`);
    return found;
  }

  /** Uploads a song and waits for the end of its job. */
  async separate(key: string, body: Buffer, metadata: Record<string, string> = {}): Promise<Job> {
    return this.ended(await this.upload(key, body, metadata));
  }

  async object(key: string): Promise<Buffer> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.product.bucket, Key: key }));
    if (Body === undefined) throw new Error(`There is nothing under ${key}.`);
    return Buffer.from(await Body.transformToByteArray());
  }

  async etag(key: string): Promise<string> {
    const { ETag } = await this.s3.send(new HeadObjectCommand({ Bucket: this.product.bucket, Key: key }));
    return (ETag ?? '').replaceAll('"', '');
  }

  async keys(prefix: string): Promise<string[]> {
    const { Contents } = await this.s3.send(
      new ListObjectsV2Command({ Bucket: this.product.bucket, Prefix: prefix }),
    );
    return (Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
  }

  async executions(): Promise<string[]> {
    const stateMachineArn = output(this.product.cloud, 'Pipeline', 'WorkflowArn');
    const { executions } = await this.stepFunctions.send(new ListExecutionsCommand({ stateMachineArn }));
    return (executions ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
  }

  /** How many states the execution of a job entered: what Step Functions charges for. */
  transitions({ executionArn }: Job): number {
    return this.product.cloud.countStateTransitions(executionArn);
  }

  /** Lets the poller find a waiting job due now, and runs it once. */
  async poll(jobId: JobId): Promise<void> {
    await this.#database.send(
      new UpdateCommand({
        TableName: this.product.jobTable,
        Key: { pk: `JOB#${jobId}`, sk: 'META' },
        UpdateExpression: 'SET dueAt = :now',
        ConditionExpression: '#state = :waiting',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':now': new Date(0).toISOString(), ':waiting': 'waiting' },
      }),
    );
    await this.product.cloud.fireSchedule('Pipeline/TriggersPollClock');
  }

  /** Polls for as long as it takes, as the clock would. */
  async pollUntilEnded(jobId: JobId): Promise<Job> {
    await until(async () => {
      const current = await this.jobs.find(jobId);
      if (current?.state === 'waiting') await this.poll(jobId).catch(ignoreEndedWait);
      return current?.state === 'waiting' ? undefined : true;
    });
    return this.ended(jobId);
  }
}

/** Looks again and again until there is an answer; undefined when there is none in time. */
async function until<Answer>(look: () => Promise<Answer | undefined>): Promise<Answer | undefined> {
  const deadline = Date.now() + JOB_TIMEOUT_MILLISECONDS;
  for (;;) {
    const answer = await look();
    if (answer !== undefined || Date.now() > deadline) return answer;
    await setTimeout(LOOK_EVERY_MILLISECONDS);
  }
}

/** The wait may end between the look at the job and the write that makes it due. */
function ignoreEndedWait(error: unknown): void {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
}
