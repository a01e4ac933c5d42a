import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import type { SweepDeps } from '../../../../functions/pipeline/sweep-jobs/sweep-deps.ts';
import { chooseNothing } from '../../shared/jobs/choose-nothing.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';

export const NOW = new Date('2026-08-12T18:00:00.000Z');

interface Execution {
  readonly status: ExecutionStatus;
  readonly error?: string;
  readonly cause?: string;
  readonly startDate?: Date;
}

/** Everything that a sweep compares: a real table, and a bucket, executions and a bus of its own. */
export interface SweepWorld extends JobTableServer {
  readonly deps: SweepDeps;
  /** What lies in the bucket, by key. */
  readonly objects: Map<string, { readonly etag: string; readonly lastModified: Date }>;
  /** By name. */
  readonly executions: Map<string, Execution>;
  /** What was put on the bus: the kinds of the events. */
  readonly told: string[];
  /** Texts that were stored, by key. */
  readonly stored: Map<string, string>;
}

const WORKFLOW = 'arn:aws:states:eu-west-1:1:stateMachine:w';
const EXECUTIONS = 'arn:aws:states:eu-west-1:1:execution:w:';
const AN_HOUR_AGO = new Date(NOW.getTime() - 3_600_000);
/** Objects and executions come in pages of so many. */
const PAGE = 2;

export async function startSweepWorld(): Promise<SweepWorld> {
  const server = await startJobTableServer();
  const objects: SweepWorld['objects'] = new Map();
  const executions: SweepWorld['executions'] = new Map();
  const told: string[] = [];
  const stored = new Map<string, string>();
  const deps: SweepDeps = {
    table: server.table,
    jobs: server.jobs,
    s3: mockBucket(objects, stored),
    stepFunctions: mockExecutions(executions),
    eventBridge: mockBus(told),
    bucket: 'songs',
    workflowArn: WORKFLOW,
    chooseBestIn: () => chooseNothing,
    defaults: { separationType: 44, options: {}, outputFormat: 1 },
    now: () => NOW,
    log: keptLog(),
    hasTime: () => true,
  };
  return { ...server, deps, objects, executions, told, stored };
}

function mockBucket(objects: SweepWorld['objects'], stored: SweepWorld['stored']): S3Client {
  const s3 = new S3Client({ region: 'eu-west-1' });
  const mock = mockClient(s3);
  mock.on(ListObjectsV2Command).callsFake(({ Prefix, ContinuationToken = '0' }) => {
    const keys = [...objects.keys()].filter((key) => key.startsWith(Prefix)).sort();
    const end = Number(ContinuationToken) + PAGE;
    return {
      Contents: keys.slice(end - PAGE, end).map((Key) => ({
        Key,
        ETag: `"${objects.get(Key)?.etag}"`,
        LastModified: objects.get(Key)?.lastModified,
      })),
      ...(end < keys.length ? { IsTruncated: true, NextContinuationToken: String(end) } : {}),
    };
  });
  mock.on(HeadObjectCommand).callsFake(({ Key }) => {
    const object = objects.get(Key);
    if (object === undefined) throw new NotFound({ message: Key, $metadata: { httpStatusCode: 404 } });
    const { etag, lastModified } = object;
    return { ETag: `"${etag}"`, ContentLength: 9, Metadata: {}, LastModified: lastModified };
  });
  mock.on(GetObjectCommand).callsFake(({ Key }) => {
    throw new NoSuchKey({ message: Key, $metadata: { httpStatusCode: 404 } });
  });
  mock.on(PutObjectCommand).callsFake(({ Key, Body }) => {
    stored.set(Key, String(Body));
    return {};
  });
  return s3;
}

function mockExecutions(executions: SweepWorld['executions']): SFNClient {
  const stepFunctions = new SFNClient({ region: 'eu-west-1' });
  const mock = mockClient(stepFunctions);
  mock.on(DescribeExecutionCommand).callsFake(({ executionArn }) => {
    const execution = executions.get(executionArn.slice(EXECUTIONS.length));
    if (execution === undefined) throw new ExecutionDoesNotExist({ message: 'none', $metadata: {} });
    return { stopDate: execution.status === 'RUNNING' ? undefined : AN_HOUR_AGO, ...execution };
  });
  mock.on(StartExecutionCommand).callsFake(({ name }) => {
    if (executions.has(name)) throw new ExecutionAlreadyExists({ message: 'exists', $metadata: {} });
    executions.set(name, { status: 'RUNNING', startDate: NOW });
    return { executionArn: `${EXECUTIONS}${name}` };
  });
  mock.on(ListExecutionsCommand).callsFake(({ nextToken = '0' }) => {
    const running = [...executions].filter(([, { status }]) => status === 'RUNNING');
    const end = Number(nextToken) + PAGE;
    return {
      executions: running
        .slice(end - PAGE, end)
        .map(([name, { startDate = AN_HOUR_AGO }]) => ({ name, startDate })),
      ...(end < running.length ? { nextToken: String(end) } : {}),
    };
  });
  return stepFunctions;
}

function mockBus(told: string[]): EventBridgeClient {
  const eventBridge = new EventBridgeClient({ region: 'eu-west-1' });
  mockClient(eventBridge)
    .on(PutEventsCommand)
    .callsFake(({ Entries }) => {
      for (const { DetailType } of Entries) told.push(DetailType);
      return { FailedEntryCount: 0 };
    });
  return eventBridge;
}
