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
import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { clientSettings } from '../../infra/start/client-settings.ts';
import type { LocalProduct } from '../../infra/start/local-product.ts';
import { output } from '../../infra/start/output.ts';
import { documentClient } from '../../shared/aws/document-client.ts';
import { ENDED_STATES, type Job, job } from '../../shared/jobs/job.ts';
import { deriveJobId, type JobId } from '../../shared/jobs/job-id.ts';
import { jobKeys } from '../../shared/jobs/job-keys.ts';
import { createJobTable, type JobTable } from '../../shared/jobs/job-table.ts';
import type { PipelineTable } from '../../shared/jobs/pipeline-table.ts';
import { uploadRequest } from '../../shared/jobs/requested-separation.ts';
import type { Step } from '../../shared/jobs/step.ts';
import { unquotedEtag } from '../../shared/jobs/unquoted-etag.ts';
import type { Work } from '../../shared/jobs/work.ts';
import { type SongJob, songJob } from './song-job.ts';

const JOB_TIMEOUT_MILLISECONDS = 45_000;
const LOOK_EVERY_MILLISECONDS = 100;
const LONG_AGO = new Date(0).toISOString();

/** The clocks of the Pipeline, by what they see to. */
const CLOCKS = {
  turns: 'Pipeline/TriggersQueueClock',
  polls: 'Pipeline/TriggersPollClock',
  charges: 'Pipeline/TriggersSettleClock',
  sweep: 'Pipeline/TriggersSweepClock',
} as const;

/** Somebody who uses both stacks from outside: drops songs, looks at records, fetches stems. */
export class PipelineUser {
  readonly product: LocalProduct;
  readonly s3: S3Client;
  readonly stepFunctions: SFNClient;
  readonly table: PipelineTable;
  readonly jobs: JobTable;

  constructor(product: LocalProduct) {
    const settings = clientSettings(product.cloud);
    this.product = product;
    this.s3 = new S3Client(settings);
    this.stepFunctions = new SFNClient(settings);
    this.table = { documents: documentClient(settings), tableName: product.jobTable };
    this.jobs = createJobTable(this.table);
  }

  /** Drops a song in the bucket, and answers the id of the job that it becomes. */
  async upload(key: string, body: Buffer, metadata: Record<string, string> = {}): Promise<JobId> {
    const { bucket } = this.product;
    const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, Metadata: metadata });
    const { ETag } = await this.s3.send(put);
    return deriveJobId({ bucket, key, version: unquotedEtag(ETag ?? ''), request: uploadRequest(metadata) });
  }

  async look(jobId: JobId): Promise<SongJob | undefined> {
    return (await this.jobs.find(jobId)) === undefined ? undefined : songJob(await this.jobs.getWhole(jobId));
  }

  /** Waits until a job is in one of these states. */
  async reached(jobId: JobId, ...states: Job['state'][]): Promise<SongJob> {
    return this.#untilJob(jobId, ({ job }) => states.includes(job.state), states.join(' or '));
  }

  /** Waits until the first step of a job, or the one named, is in one of these states. */
  async stepReached(jobId: JobId, states: readonly Step['state'][], name?: string): Promise<SongJob> {
    const isThere = ({ steps }: SongJob) => {
      const step = name === undefined ? steps[0] : steps.find((one) => one.step === name);
      return step !== undefined && states.includes(step.state);
    };
    return this.#untilJob(jobId, isThere, `${name ?? 'its step'} ${states.join(' or ')}`);
  }

  ended(jobId: JobId): Promise<SongJob> {
    return this.reached(jobId, ...ENDED_STATES);
  }

  /** Waits for the end of a job, and lets the clocks run meanwhile as if each minute were a moment. */
  async endedByClocks(jobId: JobId): Promise<SongJob> {
    return this.#untilJob(
      jobId,
      ({ job }) => ENDED_STATES.includes(job.state),
      'ended',
      () => this.runClocks(),
    );
  }

  /** The job of a key whose metadata is not known, when it has ended. */
  async jobOf(key: string): Promise<SongJob> {
    const found = await until(async () => {
      const { Items } = await this.table.documents.send(
        new ScanCommand({
          TableName: this.product.jobTable,
          FilterExpression: '#source.#key = :key',
          ExpressionAttributeNames: { '#source': 'source', '#key': 'key' },
          ExpressionAttributeValues: { ':key': key },
        }),
      );
      const record = Items?.[0] === undefined ? undefined : job.parse(Items[0]);
      return record !== undefined && ENDED_STATES.includes(record.state) ? record : undefined;
    });
    if (found === undefined) throw new Error(`No job of ${key} has ended.`);
    return songJob(await this.jobs.getWhole(found.jobId));
  }

  /** Uploads a song and waits for the end of its job. */
  async separate(key: string, body: Buffer, metadata: Record<string, string> = {}): Promise<SongJob> {
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
  transitions({ job }: SongJob): number {
    return this.product.cloud.countStateTransitions(job.executionArn);
  }

  /** Lets one clock strike now. */
  async strike(clock: keyof typeof CLOCKS): Promise<void> {
    await this.product.cloud.fireSchedule(CLOCKS[clock]);
  }

  /** Makes everything of this kind due that is not yet, so that the order stays, and lets its clock strike. */
  async hurry(work: Work): Promise<void> {
    const { Items } = await this.table.documents.send(
      new ScanCommand({
        TableName: this.product.jobTable,
        FilterExpression: '#work = :work AND dueAt > :now',
        ExpressionAttributeNames: { '#work': 'work' },
        ExpressionAttributeValues: { ':work': work, ':now': new Date().toISOString() },
      }),
    );
    for (const { pk, sk } of Items ?? []) {
      await this.#makeDue({ pk: String(pk), sk: String(sk) }, work).catch(ignoreMovedOn);
    }
    await this.strike(work === 'poll' ? 'polls' : work === 'settle' ? 'charges' : 'turns');
  }

  /** What the clocks of the next minutes would do, now. */
  async runClocks(): Promise<void> {
    await this.hurry('turn');
    await this.hurry('poll');
  }

  /** Lets the poller find a waiting step due now, and runs it once. */
  async poll({ jobId, step }: Pick<Step, 'jobId' | 'step'>): Promise<void> {
    await this.#makeDue(jobKeys.step(jobId, step), 'poll');
    await this.strike('polls');
  }

  async #makeDue(Key: { readonly pk: string; readonly sk: string }, work: Work): Promise<void> {
    await this.table.documents.send(
      new UpdateCommand({
        TableName: this.product.jobTable,
        Key,
        UpdateExpression: 'SET dueAt = :now',
        ConditionExpression: '#work = :work',
        ExpressionAttributeNames: { '#work': 'work' },
        ExpressionAttributeValues: { ':now': LONG_AGO, ':work': work },
      }),
    );
  }

  async #untilJob(
    jobId: JobId,
    isThere: (job: SongJob) => boolean,
    wanted: string,
    meanwhile: () => Promise<void> = async () => undefined,
  ): Promise<SongJob> {
    let last: SongJob | undefined;
    const reached = await until(async () => {
      last = await this.look(jobId);
      if (last !== undefined && isThere(last)) return last;
      await meanwhile();
      return undefined;
    });
    if (reached === undefined) {
      throw new Error(`The job never became ${wanted}: ${JSON.stringify(last, null, 2)}`);
    }
    return reached;
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

/** The record may move on between the look at it and the write that makes it due. */
function ignoreMovedOn(error: unknown): void {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
}
