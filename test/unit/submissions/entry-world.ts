import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import * as z from 'zod';
import { acceptEntry } from '../../../functions/syncs/accept-entry/accept-entry.ts';
import { failEntry } from '../../../functions/syncs/fail-entry/fail-entry.ts';
import { zipByUpload } from '../../../functions/syncs/submit-entry/open-zip.ts';
import { submitEntry } from '../../../functions/syncs/submit-entry/submit-entry.ts';
import { trackEntry } from '../../../functions/syncs/track-entry/track-entry.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { type SubmissionStep, submissionInput } from '../../../shared/submissions/submission-step.ts';
import { createSubmissionTable } from '../../../shared/submissions/submission-table.ts';
import { startLocalS3 } from '../../local/s3/start-local-s3.ts';
import { UpstreamServer } from '../../upstream/upstream-server.ts';
import { startKeyedTables } from '../engine/keyed-tables.ts';
import { keptLog } from '../shared/jobs/kept-log.ts';
import { Mortal } from './mortal.ts';

const BUCKET = 'audio';
/** More steps than any life takes: an hour each for two weeks and a day. */
const MOST_STEPS = 500;

export const TOKEN = 'a'.repeat(30);

export type EntryWorld = Awaited<ReturnType<typeof startEntryWorld>>;

/** The functions of zips for the quality checker on a real S3, DynamoDB and MVSep API; their workflow by hand. */
export async function startEntryWorld() {
  const storage = await startLocalS3();
  const tables = await startKeyedTables();
  const upstream = await UpstreamServer.start();
  const tableName = await tables.empty();
  const s3 = storage.client();
  const log = keptLog();
  const events: { type: string; detail: Record<string, unknown> }[] = [];
  const executions = new Map<string, string>();
  /** `haste`: by how much longer than asked for every wait lasts, for tests of weeks. */
  const clock = { now: Date.now(), haste: 1 };
  const account = { token: TOKEN };
  let mortal = new Mortal();

  const stepFunctions = new SFNClient({ region: 'eu-west-1' });
  mockClient(stepFunctions)
    .on(StartExecutionCommand)
    .callsFake(async ({ name, input }) =>
      mortal.call(async () => {
        if (executions.has(name)) throw new ExecutionAlreadyExists({ message: name, $metadata: {} });
        executions.set(name, input);
        return {};
      }),
    );
  const eventBridge = new EventBridgeClient({ region: 'eu-west-1' });
  mockClient(eventBridge)
    .on(PutEventsCommand)
    .callsFake(async ({ Entries }) =>
      mortal.call(async () => {
        for (const { DetailType, Detail } of Entries)
          events.push({ type: DetailType, detail: JSON.parse(Detail) });
        return { FailedEntryCount: 0 };
      }),
    );
  const mortalS3 = storage.client();
  const documents = tables.connect();
  const how = { step: 'initialize', name: 'mortal' } as const;
  mortalS3.middlewareStack.add((next) => (args) => mortal.call(() => next(args)), how);
  documents.middlewareStack.add((next) => (args) => mortal.call(() => next(args)), how);
  const client = createMvsepClient({
    baseUrl: upstream.url,
    token: async () => account.token,
    pace: { beforeCall: async () => mortal.point(), tooMany: async () => undefined },
  });
  const { qualityChecker } = client;
  const deps = {
    s3: mortalS3,
    submissions: createSubmissionTable({ documents, tableName }),
    stepFunctions,
    workflowArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:Entries',
    eventBridge,
    client: {
      qualityChecker: {
        ...qualityChecker,
        add: (...given: Parameters<typeof qualityChecker.add>) =>
          mortal.call(() => qualityChecker.add(...given)),
        entry: (...given: Parameters<typeof qualityChecker.entry>) =>
          mortal.call(() => qualityChecker.entry(...given)),
      },
    },
    upstreamUrl: upstream.url,
    token: async () => account.token,
    openZip: zipByUpload(mortalS3),
    remainingMs: () => 14 * 60_000,
    now: () => new Date(clock.now),
    log,
  };
  const submissions = createSubmissionTable({ documents: tables.documents, tableName });

  /** What the state machine does with one execution, its Catch included. */
  async function follow(input: string): Promise<void> {
    let step: SubmissionStep = {
      ...submissionInput.parse(JSON.parse(input)),
      next: 'submit',
      waitSeconds: 0,
    };
    for (let steps = 0; step.next !== 'end'; steps++) {
      if (steps === MOST_STEPS) throw new Error('This submission never ends.');
      const work = step.next === 'submit' ? submitEntry : trackEntry;
      const given = step;
      step = await mortal.run(() => work(deps, given));
      clock.now += step.waitSeconds * 1000 * clock.haste;
    }
  }

  const dropEvent = (key: string) => ({
    bucket: BUCKET,
    key,
    at: `${new Date(clock.now).toISOString().slice(0, 19)}Z`,
  });

  return {
    clock,
    account,
    upstream,
    desk: upstream.model.desk,
    events,
    log,
    submissions,
    executions,
    items: () => tables.items(tableName),
    /** Another service is named by the settings. */
    moveTo(url: string): void {
      deps.upstreamUrl = url;
    },
    /** From now on a run dies at its n-th point. */
    mortal(lives?: number): Mortal {
      mortal = new Mortal(lives);
      return mortal;
    },
    /** Puts an object into the bucket, and answers its event. */
    async put(key: string, body: string | Buffer) {
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));
      return dropEvent(key);
    },
    dropEvent,
    accept: (event: ReturnType<typeof dropEvent>) => mortal.run(() => acceptEntry(deps, event)),
    /** Follows every execution that was started and not followed yet. */
    async followAll(): Promise<void> {
      for (const [name, input] of executions) {
        if (input === '') continue;
        executions.set(name, '');
        await follow(input);
      }
    },
    breakOff: (input: unknown, error: string) =>
      failEntry(deps, submissionInput.parse(input), { name: error, cause: undefined }),
    json: async (key: string) => jsonObject.parse(JSON.parse(await textOf(s3, key))),
    /** Everything that anybody can read: objects, events and logs. */
    async everythingShown(): Promise<string> {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
      const shown = Contents.map(({ Key = '' }) => Key).filter((key) => !key.startsWith('quality-checker/'));
      const texts = await Promise.all(shown.map((key) => textOf(s3, key)));
      return [...texts, JSON.stringify(events), ...log.lines].join('\n');
    },
    async stop() {
      await upstream.stop();
      tables.stop();
      await storage.stop();
    },
  };
}

const jsonObject = z.record(z.string(), z.unknown());

async function textOf(s3: S3Client, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  return (await Body?.transformToString()) ?? '';
}
