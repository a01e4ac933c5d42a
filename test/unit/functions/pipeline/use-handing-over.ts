import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CopyObjectCommand, DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { linkHandoff, uploadHandoff } from '../../../../functions/pipeline/separate/hand-off-audio.ts';
import type { SeparateDeps } from '../../../../functions/pipeline/separate/separate.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { uploadId } from '../../../../shared/jobs/upload-id.ts';
import { signUpload } from '../../../../shared/jobs/webhook-signature.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { queuedStep, REMOTE_HASH, START, wholeJob } from '../../shared/jobs/sample-job.ts';
import { createTokenDesk } from '../../shared/jobs/token-desk.ts';
import { json, type ScriptedServer, startScriptedServer } from '../../shared/mvsep/scripted-server.ts';

const credentials = { accessKeyId: 'AKLOCAL', secretAccessKey: 'x' };

/** What the service answers to a link that it takes. */
export const CREATED = json({ success: true, data: { hash: REMOTE_HASH } });

/** A fresh table, a service that answers as told, and a bucket and a bus that note what they are asked. */
export function useHandingOver() {
  let running: { jobs: JobTableServer; mvsep: ScriptedServer } | undefined;
  const its = () => {
    if (running === undefined) throw new Error('The servers run only during tests.');
    return running;
  };
  const s3 = new S3Client({ region: 'eu-west-1', credentials });
  const s3Calls = mockClient(s3);
  const eventBridge = new EventBridgeClient({ region: 'eu-west-1', credentials });
  const events = mockClient(eventBridge);
  beforeAll(async () => {
    running = { jobs: await startJobTableServer(), mvsep: await startScriptedServer() };
  });
  beforeEach(async () => {
    its().jobs.stop();
    running = { jobs: await startJobTableServer(), mvsep: its().mvsep };
    its().mvsep.seen.length = 0;
    s3Calls.reset();
    s3Calls.on(CopyObjectCommand).resolves({});
    s3Calls.on(DeleteObjectCommand).resolves({});
    events.reset();
    events.on(PutEventsCommand).resolves({ Entries: [] });
  });
  afterAll(async () => {
    its().jobs.stop();
    await its().mvsep.stop();
  });

  return {
    s3Calls,
    events,
    get jobs() {
      return its().jobs.jobs;
    },
    get table() {
      return its().jobs.table;
    },
    get mvsep() {
      return its().mvsep;
    },
    /** The form of the latest create. */
    form: () => new URLSearchParams(its().mvsep.seen.at(-1)?.body.toString()),
    async put(more: Partial<Step> = {}, ofJob: Partial<Job> = {}): Promise<Step> {
      const whole = wholeJob((job) => queuedStep(job, more), ofJob);
      expect(await its().jobs.jobs.create(whole)).toBe(true);
      const [step] = whole.steps;
      if (step === undefined) throw new Error('the job has no step');
      return step;
    },
    world(more: Partial<SeparateDeps> = {}) {
      const clock = { now: START };
      const log = keptLog();
      const desk = createTokenDesk();
      const token = async () => 'TheAccountToken';
      const { jobs, table } = its().jobs;
      const client = createMvsepClient({ baseUrl: its().mvsep.url, token });
      const deps = {
        table,
        jobs,
        client,
        upstream: 'mvsep.test',
        token,
        webhookUrl: async (step: Step) =>
          `https://api.test/webhooks/mvsep/${step.jobId}/${step.step}/${signUpload(uploadId(step), 'secret')}`,
        webhooksExpected: async () => true,
        handOff: { link: linkHandoff(s3, 'songs'), upload: uploadHandoff(s3, 'songs') },
        audioHandoff: 'link' as const,
        cache: undefined,
        s3,
        bucket: 'songs',
        separationsAtOnce: async () => Number.POSITIVE_INFINITY,
        pace: { available: async () => true },
        eventBridge,
        stepFunctions: desk.client,
        remainingMs: () => 14 * 60_000,
        now: () => clock.now,
        log,
        ...more,
      };
      return { deps, client, clock, log, desk };
    },
  };
}
