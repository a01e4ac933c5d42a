import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { WholeJob } from '../../../../shared/jobs/job-table.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import { type ScriptedServer, useScriptedServer } from '../mvsep/scripted-server.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { keptLog } from './kept-log.ts';
import { START } from './sample-job.ts';
import { createTokenDesk } from './token-desk.ts';

const WORKFLOW = 'arn:aws:states:eu-west-1:000000000000:stateMachine:songs';

/** All that people need to act on jobs: real table, real HTTP to a scripted service, and AWS as it would answer. */
export function useActingDeps() {
  const service: ScriptedServer = useScriptedServer();
  const desk = createTokenDesk();
  const s3 = new S3Client({ region: 'eu-west-1' });
  const eventBridge = new EventBridgeClient({ region: 'eu-west-1' });
  const objects = mockClient(s3);
  const bus = mockClient(eventBridge);
  const running = new Set<string>();
  let server: JobTableServer | undefined;
  let at = START;

  beforeAll(async () => {
    server = await startJobTableServer();
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    at = START;
    running.clear();
    objects.reset();
    bus.reset();
    objects.on(DeleteObjectCommand).resolves({});
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    desk.mock.on(DescribeExecutionCommand).callsFake(({ executionArn }) => {
      if (running.has(executionArn.split(':').at(-1))) return { status: 'RUNNING' };
      throw new ExecutionDoesNotExist({ $metadata: {}, message: 'none' });
    });
    desk.mock.on(StartExecutionCommand).callsFake(({ name }) => {
      if (running.has(name)) throw new ExecutionAlreadyExists({ $metadata: {}, message: 'again' });
      running.add(name);
      return { executionArn: `${WORKFLOW.replace(':stateMachine:', ':execution:')}:${name}` };
    });
  });

  const table = () => {
    if (server === undefined) throw new Error('The table is there only during tests.');
    return server;
  };
  return {
    service,
    desk,
    running,
    get table() {
      return table().table;
    },
    get jobs() {
      return table().jobs;
    },
    /** What use cases are given. */
    deps() {
      return {
        table: table().table,
        jobs: table().jobs,
        s3,
        eventBridge,
        stepFunctions: desk.client,
        workflowArn: WORKFLOW,
        client: createMvsepClient({ baseUrl: service.url, token: async () => 'a'.repeat(30) }),
        now: () => at,
        log: keptLog(),
      };
    },
    /** Moves the clock; by default it stands still. */
    wait(seconds: number) {
      at = new Date(at.getTime() + seconds * 1000);
    },
    async put(whole: WholeJob): Promise<WholeJob> {
      await table().jobs.create(whole);
      return whole;
    },
    again: ({ job }: WholeJob) => table().jobs.getWhole(job.jobId),
    deleted: () => objects.commandCalls(DeleteObjectCommand).map(({ args }) => String(args[0].input.Key)),
    told: () =>
      bus
        .commandCalls(PutEventsCommand)
        .flatMap(({ args }) => (args[0].input.Entries ?? []).map(({ DetailType }) => DetailType)),
    started: () => desk.mock.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input.name),
  };
}
