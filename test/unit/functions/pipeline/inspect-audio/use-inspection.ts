import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll } from 'vitest';
import {
  type InspectAudioDeps,
  inspectAudio,
} from '../../../../../functions/pipeline/inspect-audio/inspect-audio.ts';
import type { CreditLimits } from '../../../../../shared/jobs/budget.ts';
import type { Job } from '../../../../../shared/jobs/job.ts';
import { createJobTable } from '../../../../../shared/jobs/job-table.ts';
import { newJob } from '../../../../../shared/jobs/new-job.ts';
import { planUpload } from '../../../../../shared/jobs/plan-upload.ts';
import { EMPTY_BOOK } from '../../../../../shared/recipes/recipe-book.ts';
import { type RunningS3, startLocalS3 } from '../../../../local/s3/start-local-s3.ts';
import { chooseNothing } from '../../../shared/jobs/choose-nothing.ts';
import { type JobTableServer, startJobTableServer } from '../../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../../shared/jobs/kept-log.ts';
import { START, sampleJob } from '../../../shared/jobs/sample-job.ts';

export const BUCKET = 'audio';
export const UPSTREAM = 'mvsep.test';

/** A table, a bucket and the function between them, for the tests of a file. */
export function useInspection() {
  let servers: { jobs: JobTableServer; store: RunningS3 } | undefined;
  const running = () => {
    if (servers === undefined) throw new Error('The servers run only during tests.');
    return servers;
  };
  const eventBridge = new EventBridgeClient({ region: 'eu-west-1' });
  const news = mockClient(eventBridge);
  news.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });

  beforeAll(async () => {
    const [jobs, store] = await Promise.all([startJobTableServer(), startLocalS3()]);
    servers = { jobs, store };
  });
  afterAll(async () => {
    const { jobs, store } = running();
    jobs.stop();
    await store.stop();
  });

  const deps = (more: Partial<InspectAudioDeps> = {}): InspectAudioDeps => ({
    s3: running().store.client(),
    eventBridge,
    table: running().jobs.table,
    jobs: running().jobs.jobs,
    upstream: UPSTREAM,
    usesCache: true,
    limits: {},
    now: () => START,
    log: keptLog(),
    ...more,
  });

  /** Puts an object into the bucket. */
  async function put(Key: string, Body: Buffer) {
    const command = new PutObjectCommand({ Bucket: BUCKET, Key, Body });
    const { ETag = '' } = await running().store.client().send(command);
    return { etag: ETag.replaceAll('"', ''), bytes: Body.length };
  }

  return {
    news,
    deps,
    get table() {
      return running().jobs.table;
    },
    get jobs() {
      return createJobTable(running().jobs.table);
    },
    put,
    /** Records the job that an upload becomes; `request` is what its metadata asks for. */
    async submit(body: Buffer, request: Record<string, string> = {}, key?: string): Promise<Job> {
      const { jobId, source } = sampleJob();
      const path = key ?? source.key;
      const { etag, bytes } = await put(path, body);
      const plan = await planUpload({
        key: path,
        request,
        book: EMPTY_BOOK,
        defaults: { separationType: 44, options: {}, outputFormat: 1 },
        chooseBest: chooseNothing,
      });
      const whole = newJob({ jobId, source: { bucket: BUCKET, key: path, etag, bytes }, at: START }, plan);
      await running().jobs.jobs.create(whole);
      return whole.job;
    },
    /** Runs the function on a job, with these limits, and answers its records. */
    async inspect({ jobId }: Job, limits: CreditLimits = {}) {
      const { steps } = await inspectAudio(deps({ limits }), jobId);
      const whole = await running().jobs.jobs.getWhole(jobId);
      return { ...whole, answer: steps.map(({ step }) => step) };
    },
  };
}
