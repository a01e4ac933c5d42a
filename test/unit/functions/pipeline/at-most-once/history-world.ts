import { Readable } from 'node:stream';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import type { HandOff } from '../../../../../functions/pipeline/separate/hand-off-audio.ts';
import { type SeparateDeps, separate } from '../../../../../functions/pipeline/separate/separate.ts';
import { type LookUpDeps, lookUpLost } from '../../../../../functions/pipeline/start-queued/look-up-lost.ts';
import { cancelStep } from '../../../../../shared/jobs/cancel-step.ts';
import { handoffKey, uploadFileName } from '../../../../../shared/jobs/handoff-key.ts';
import { createJobTable } from '../../../../../shared/jobs/job-table.ts';
import { offerTurns } from '../../../../../shared/jobs/offer-turns.ts';
import { type SettleDeps, settleStep } from '../../../../../shared/jobs/settle-step.ts';
import type { Step } from '../../../../../shared/jobs/step.ts';
import { type StepRef, stepRef } from '../../../../../shared/jobs/step-ref.ts';
import { takeOverDeadSlots } from '../../../../../shared/jobs/take-over-dead-slots.ts';
import type { JobTableServer } from '../../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../../shared/jobs/kept-log.ts';
import { queuedStep, wholeJob } from '../../../shared/jobs/sample-job.ts';
import { type Death, Killables } from './killable.ts';
import { type Fate, LossyAccount } from './lossy-account.ts';

export interface WorldSettings {
  readonly songs: number;
  readonly handoff: 'link' | 'upload';
  readonly atOnce: number;
  /** How many the account itself allows. */
  readonly accountAtOnce: number;
  readonly start: Date;
  readonly chance: () => number;
}

const puts = z.object({ Entries: z.array(z.object({ Detail: z.string() })) });
const objectKey = z.object({ Key: z.string() });

/** The functions that hand over, on a real table, over an account whose answers get lost. */
export async function historyWorld(server: JobTableServer, settings: WorldSettings) {
  const { chance } = settings;
  const clock = { now: settings.start.getTime() };
  const runs = new Killables((count) => Math.floor(chance() * count));
  const objects = new Set<string>();
  const turns: StepRef[] = [];
  let fates: () => Fate = () => 'taken';
  const account = new LossyAccount({
    now: () => clock.now,
    chance,
    isThere: (key) => objects.has(key),
    fate: () => fates(),
    atOnce: settings.accountAtOnce,
  });
  /** Some time goes by with every call. */
  const outgoing = <Answer>(make: () => Promise<Answer>): Promise<Answer> =>
    runs.call(async () => {
      clock.now += Math.floor(chance() * 300);
      account.pass();
      return make();
    });

  const documents = server.connect();
  documents.middlewareStack.add((next) => (args) => outgoing(() => next(args)), { step: 'initialize' });
  const table = { documents, tableName: server.table.tableName };
  const answered = (output: object) => ({ response: {}, output: { $metadata: {}, ...output } });
  const region = 'eu-west-1';
  const eventBridge = new EventBridgeClient({ region });
  eventBridge.middlewareStack.add(
    () => (args) =>
      outgoing(async () => {
        const { Entries } = puts.parse(args.input);
        turns.push(...Entries.map(({ Detail }) => stepRef.parse(JSON.parse(Detail))));
        return answered({ Entries: Entries.map(() => ({ EventId: '1' })) });
      }),
    { step: 'initialize' },
  );
  const s3 = new S3Client({ region });
  s3.middlewareStack.add(
    () => (args) =>
      outgoing(async () => {
        objects.delete(objectKey.parse(args.input).Key);
        return answered({});
      }),
    { step: 'initialize' },
  );
  const stepFunctions = new SFNClient({ region });
  stepFunctions.middlewareStack.add(() => () => outgoing(async () => answered({})), { step: 'initialize' });

  const link: HandOff = async (step, creatingBy) => {
    const key = handoffKey(step, creatingBy);
    await outgoing(async () => objects.add(key));
    return {
      audio: { url: `https://songs.test/${key}` },
      discard: () => outgoing(async () => void objects.delete(key)),
    };
  };
  const upload: HandOff = async (step) => {
    await outgoing(async () => undefined);
    const body = Readable.from([]);
    return { audio: { fileName: uploadFileName(step), bytes: 0, body }, discard: async () => undefined };
  };

  const { separation, app } = account.client;
  const client = {
    separation: {
      create: (...given: Parameters<typeof separation.create>) => outgoing(() => separation.create(...given)),
      get: (...given: Parameters<typeof separation.get>) => outgoing(() => separation.get(...given)),
      getRemote: (...given: Parameters<typeof separation.getRemote>) =>
        outgoing(() => separation.getRemote(...given)),
      cancel: (...given: Parameters<typeof separation.cancel>) => outgoing(() => separation.cancel(...given)),
    },
    app: { user: () => outgoing(() => app.user()), historyItems: app.historyItems },
  };
  const log = keptLog();
  const deps: SeparateDeps & LookUpDeps & SettleDeps = {
    table,
    jobs: createJobTable(table),
    client,
    upstream: 'mvsep.test',
    token: async () => 'token',
    webhookUrl: async () => undefined,
    webhooksExpected: async () => false,
    handOff: { link, upload },
    audioHandoff: settings.handoff,
    cache: undefined,
    s3,
    bucket: 'songs',
    separationsAtOnce: async () => settings.atOnce,
    pace: { available: async () => true },
    eventBridge,
    stepFunctions,
    separationTimeoutHours: 24,
    remainingMs: () => 14 * 60_000,
    now: () => new Date(clock.now),
    log,
  };

  const steps: StepRef[] = [];
  for (let song = 0; song < settings.songs; song++) {
    const at = new Date(clock.now + song).toISOString();
    const whole = wholeJob((job) => queuedStep(job, { queuedAt: at, dueAt: at }));
    await server.jobs.create(whole);
    steps.push(...whole.steps);
  }

  return {
    clock,
    log,
    runs,
    account,
    steps,
    turns,
    server,
    setFates(next: () => Fate) {
      fates = next;
    },
    beginSeparate: (ref: StepRef, taskToken: string | undefined, death?: Death) =>
      runs.start(() => {
        const wait = taskToken === undefined ? undefined : { taskToken, startedAt: new Date(clock.now) };
        return separate(deps, ref, wait);
      }, death),
    /** What a run of the clock does for the steps of this test. */
    beginClock: (death?: Death) =>
      runs.start(async () => {
        await takeOverDeadSlots(deps);
        await lookUpLost(deps);
        await offerTurns(deps);
      }, death),
    beginPoll: (step: Step, death?: Death) => runs.start(() => settleStep(deps, step), death),
    beginCancel: (ref: StepRef, death?: Death) => runs.start(() => cancelStep(deps, ref), death),
    records: () => Promise.all(steps.map((ref) => server.jobs.getStep(ref))),
    stop() {
      for (const client of [eventBridge, s3, stepFunctions]) client.destroy();
    },
  };
}
