import { createHash, randomBytes } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type CopyStemDeps, copyStem } from '../../../../functions/pipeline/copy-stem/copy-stem.ts';
import { wavBytes, wavHeader } from '../../../../shared/audio/write-wav.ts';
import { openUrl } from '../../../../shared/http/open-url.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import type { StemSource, Step } from '../../../../shared/jobs/step.ts';
import type { StepRef } from '../../../../shared/jobs/step-ref.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import { type RunningS3, startLocalS3 } from '../../../local/s3/start-local-s3.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { runningJob, SEPARATION_HASH, START, waitingStep } from '../../shared/jobs/sample-job.ts';
import { createTokenDesk } from '../../shared/jobs/token-desk.ts';
import {
  type Answer,
  json,
  type ScriptedServer,
  startScriptedServer,
} from '../../shared/mvsep/scripted-server.ts';

const BUCKET = 'audio';

const FRAMES = 75_000;
const SHAPE = { encoding: 'int16', channels: 2, sampleRate: 44_100, length: FRAMES } as const;
/** A whole WAV file of 300 KB. */
export const STEM = Buffer.concat([wavHeader(SHAPE), randomBytes(wavBytes(SHAPE) - 44)]);

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A table, a local S3, a web server and the function between them, for the tests of a file. */
export function useCopying() {
  let servers: { jobs: JobTableServer; s3: RunningS3; web: ScriptedServer } | undefined;
  const running = () => {
    if (servers === undefined) throw new Error('The servers run only during tests.');
    return servers;
  };
  const time = { now: START };
  const pauses: number[] = [];
  const log = keptLog();
  let offers = 0;
  const desk = createTokenDesk();

  beforeAll(async () => {
    const [jobs, s3, web] = await Promise.all([startJobTableServer(), startLocalS3(), startScriptedServer()]);
    servers = { jobs, s3, web };
  });
  beforeEach(() => {
    time.now = START;
    pauses.length = 0;
    log.lines.length = 0;
    running().web.seen.length = 0;
    offers = 0;
  });
  afterAll(async () => {
    running().jobs.stop();
    await Promise.all([running().web.stop(), running().s3.stop()]);
  });

  const client = () => running().s3.client();

  return {
    time,
    pauses,
    log,
    desk,
    get web() {
      return running().web;
    },
    get jobs() {
      return running().jobs.jobs;
    },
    get table() {
      return running().jobs.table;
    },
    get s3() {
      return client();
    },
    /** How often turns were offered. */
    offers: () => offers,

    /** A job whose one step has these stems to copy, among other steps. */
    async record(
      stems: readonly Partial<StemSource>[],
      more: Partial<Step> = {},
      others: (job: Job) => Step[] = () => [],
    ) {
      const { source, ...rest } = runningJob();
      const job = { ...rest, source: { ...source, bucket: BUCKET } };
      const folder = `stems/live/${job.jobId}/mvsep-drums`;
      const step = waitingStep(job, {
        state: 'copying',
        folder,
        taskToken: 'spent',
        separationHash: SEPARATION_HASH,
        resultAt: START.toISOString(),
        result: {
          kind: 'done',
          stems: stems.map((stem) => ({
            stem: 'drums',
            key: `${folder}/${stem.stem ?? 'drums'}.wav`,
            contentType: 'audio/wav',
            ...stem,
          })),
        },
        ...more,
      });
      await running().jobs.jobs.create({ job, steps: [step, ...others(job)] });
      return step;
    },

    copy(step: StepRef, index = 0, more: Partial<CopyStemDeps> = {}): Promise<void> {
      const { jobs, web } = running();
      const deps: CopyStemDeps = {
        s3: client(),
        stepFunctions: desk.client,
        bucket: BUCKET,
        table: jobs.table,
        jobs: jobs.jobs,
        client: createMvsepClient({ baseUrl: web.url, token: async () => 'a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5' }),
        openUrl,
        allowedPrivateOrigins: [web.url],
        payForMirrors: false,
        resultCacheDays: 30,
        pause: async (milliseconds) => pauses.push(milliseconds),
        clock: () => performance.now(),
        now: () => time.now,
        log,
        offerTurns: async () => {
          offers += 1;
        },
        ...more,
      };
      return copyStem(deps, step, index);
    },

    /** Keys that anybody can see below a step's folder. */
    async visible({ folder }: Pick<Step, 'folder'>): Promise<string[]> {
      const listed = await client().send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `${folder}/` }));
      return (listed.Contents ?? []).map(({ Key = '' }) => Key.slice(`${folder}/`.length));
    },
    async stored(key: string) {
      const { Body, ContentType, ETag } = await client().send(
        new GetObjectCommand({ Bucket: BUCKET, Key: key }),
      );
      return { body: Buffer.from((await Body?.transformToByteArray()) ?? []), type: ContentType, etag: ETag };
    },
    async remove(key: string): Promise<void> {
      await client().send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
    },
    async put(key: string, body: Buffer): Promise<string> {
      const { ETag = '' } = await client().send(
        new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }),
      );
      return ETag.replaceAll('"', '');
    },
  };
}

interface FileFaults {
  /** Cuts the connection after so many bytes of the answer's body. */
  readonly cutAfter?: number;
  /** Takes every request for one of the whole. */
  readonly ignoresRanges?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Serves a file, whole or from the byte that is asked for. */
export function served(
  body: Buffer,
  { cutAfter, ignoresRanges = false, headers = {} }: FileFaults = {},
): Answer {
  return (response, request) => {
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
    const start = range === null || ignoresRanges ? 0 : Number(range[1]);
    const part = body.subarray(start);
    const isPart = range !== null && !ignoresRanges;
    response.writeHead(isPart ? 206 : 200, {
      'content-length': String(part.length),
      'accept-ranges': 'bytes',
      etag: '"v1"',
      ...(isPart ? { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` } : {}),
      ...headers,
    });
    if (cutAfter === undefined) response.end(part);
    else response.write(part.subarray(0, cutAfter), () => response.socket?.destroy());
  };
}

/** Answers calls of the API by `get`, and everything else, which is stems, by `stems`. */
export function routed(get: Answer, stems: Answer): Answer {
  return (response, request) =>
    (request.url.startsWith('/api/separation/get') ? get : stems)(response, request);
}

/** A separation that is done, its files under these labels and links. */
export function doneAt(
  files: readonly { readonly type: string; readonly url: string; readonly bytes?: number }[],
): Answer {
  return json({ success: true, status: 'done', data: { algorithm: 'x', output_format: 'wav', files } });
}

/** Takes the answers one after the other; the last one stays. */
export function inTurn(...answers: Answer[]): Answer {
  return (response, request) => (answers.length > 1 ? answers.shift() : answers[0])?.(response, request);
}
