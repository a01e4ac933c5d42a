import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyStem } from '../../../../functions/pipeline/copy-stem/copy-stem.ts';
import { openUrl } from '../../../../shared/http/open-url.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { START, waitingJob } from '../../shared/jobs/sample-job.ts';
import {
  type Answer,
  cut,
  html,
  type ScriptedServer,
  startScriptedServer,
} from '../../shared/mvsep/scripted-server.ts';
import { startObjectServer } from './object-server.ts';

let jobs: JobTableServer;
let web: ScriptedServer;
let bucket: Awaited<ReturnType<typeof startObjectServer>>;
beforeAll(async () => {
  [jobs, web, bucket] = await Promise.all([
    startJobTableServer(),
    startScriptedServer(),
    startObjectServer(),
  ]);
});
afterAll(async () => {
  jobs.stop();
  await Promise.all([web.stop(), bucket.stop()]);
});
beforeEach(() => {
  bucket.objects.clear();
  web.seen.length = 0;
});

const STEM = randomBytes(300_000);
const KEY = 'stems/a/mvsep-drums/drums.wav';

function whole(body: Buffer, headers: Record<string, string> = {}): Answer {
  return (response) =>
    response.writeHead(200, { 'content-length': String(body.length), ...headers }).end(body);
}

async function copyingJob(url: string, bytes?: number): Promise<Job> {
  const stem = {
    stem: 'drums',
    key: KEY,
    contentType: 'audio/wav',
    url,
    ...(bytes === undefined ? {} : { bytes }),
  };
  const job = waitingJob({ state: 'copying', result: { kind: 'done', stems: [stem] } });
  await jobs.table.create(job);
  return job;
}

function copy(job: Job, allowedPrivateOrigins = [web.url]) {
  const deps = {
    s3: bucket.s3,
    jobs: jobs.table,
    openUrl,
    allowedPrivateOrigins,
    now: () => START,
    log: keptLog(),
  };
  return copyStem(deps, job.jobId, 0);
}

describe('copying a stem', () => {
  it('stores the same bytes, and their hash on the record', async () => {
    web.answer(whole(STEM));
    const job = await copyingJob(`${web.url}/storage/drums.wav`, STEM.length);
    await copy(job);
    const stored = bucket.objects.get(`/songs/${KEY}`);
    expect(stored?.body.equals(STEM)).toBe(true);
    expect(stored?.headers['content-type']).toBe('audio/wav');
    expect((await jobs.table.get(job.jobId)).files).toEqual({
      0: {
        stem: 'drums',
        key: KEY,
        bytes: STEM.length,
        sha256: createHash('sha256').update(STEM).digest('hex'),
        contentType: 'audio/wav',
      },
    });
    expect(web.seen[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('does not fetch again what is stored already', async () => {
    web.answer(whole(STEM));
    const job = await copyingJob(`${web.url}/a.wav`);
    await copy(job);
    await copy(job);
    expect(web.seen).toHaveLength(1);
  });

  it('takes a stem of unknown length through memory', async () => {
    web.answer((response) => {
      response.writeHead(200);
      response.write(STEM.subarray(0, 1000));
      response.end(STEM.subarray(1000));
    });
    await copy(await copyingJob(`${web.url}/a.wav`, STEM.length));
    expect(bucket.objects.get(`/songs/${KEY}`)?.body.equals(STEM)).toBe(true);
  });
});

describe('a download that fails', () => {
  const halfway: Answer = (response) => {
    response.writeHead(200, { 'content-length': String(STEM.length) });
    response.write(STEM.subarray(0, 100_000), () => response.socket?.destroy());
  };
  const halfwayUnknown: Answer = (response) => {
    response.writeHead(200);
    response.write(STEM.subarray(0, 100_000), () => response.socket?.destroy());
  };

  it.each([
    ['500', html(500)],
    ['404', html(404)],
    ['cut before the answer', cut],
    ['cut halfway', halfway],
    ['cut halfway, length unknown', halfwayUnknown],
    ['empty', whole(Buffer.alloc(0))],
    ['other than the promised length', whole(STEM.subarray(1))],
    ['compressed', whole(STEM, { 'content-encoding': 'gzip' })],
  ])('(%s) may be tried again, and leaves nothing behind', async (_name, answer) => {
    web.answer(answer);
    const job = await copyingJob(`${web.url}/a.wav?secret=1`, STEM.length);
    const error = await copy(job).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'DownloadFailed', retryable: true, charged: 'yes' });
    expect(String(error)).not.toContain('secret');
    expect(bucket.objects.size).toBe(0);
    expect((await jobs.table.get(job.jobId)).files).toEqual({});

    web.answer(whole(STEM));
    await copy(job);
    expect(bucket.objects.size).toBe(1);
  });
});

describe('a link that leads where it must not', () => {
  it.each([
    'ftp://mvsep.com/a.wav',
    'http://169.254.169.254/latest',
    'http://127.0.0.1:1/a',
    'http://[::1]/a',
  ])('%s is refused for good', async (url) => {
    const job = await copyingJob(url);
    await expect(copy(job)).rejects.toMatchObject({ name: 'DownloadRefused', retryable: false });
  });

  it('is refused although the server is our own, unless its exact origin is allowed', async () => {
    web.answer(whole(STEM));
    const job = await copyingJob(`${web.url}/a.wav`);
    await expect(copy(job, [])).rejects.toMatchObject({ name: 'DownloadRefused' });
    await expect(copy(job, ['http://127.0.0.1'])).rejects.toMatchObject({ name: 'DownloadRefused' });
    expect(web.seen).toHaveLength(0);
  });
});

describe('a job that has ended', () => {
  it('gets no more stems', async () => {
    const job = waitingJob({ state: 'failed' });
    await jobs.table.create(job);
    await expect(copy(job)).rejects.toMatchObject({ name: 'JobEnded' });
  });
});
