import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { GetObjectCommand, ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FetchSongDeps, fetchSong } from '../../../../functions/pipeline/fetch-song/fetch-song.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { type RunningS3, startLocalS3 } from '../../../local/s3/start-local-s3.ts';
import { remoteServer } from '../../remote/remote-server.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { START, sampleJob, sampleStep } from '../../shared/jobs/sample-job.ts';

const BUCKET = 'audio';
const LARGEST = 20 * 1024 * 1024;

let server: JobTableServer;
let store: RunningS3;
beforeAll(async () => {
  [server, store] = await Promise.all([startJobTableServer(), startLocalS3()]);
});
afterAll(async () => {
  server.stop();
  await store.stop();
});

/** A job whose song lies behind a link of this server, and what fetches it. */
async function linked(listener: RequestListener, more: Partial<Job> = {}) {
  const origin = await remoteServer(listener);
  const url = `${origin}/music/song.wav?token=secret`;
  const { jobId, ...job } = sampleJob({ link: { url, service: 'direct' } });
  const source = { bucket: BUCKET, key: `incoming/ada/${jobId}/song.wav`, etag: '', bytes: 0 };
  await server.jobs.create({ job: { ...job, jobId, source, ...more }, steps: [sampleStep({ jobId })] });
  const log = keptLog();
  const deps: FetchSongDeps = {
    s3: store.client(),
    jobs: server.jobs,
    allowedPrivateOrigins: [origin],
    largestBytes: LARGEST,
    downloadMs: 10_000,
    now: () => START,
    log,
  };
  return {
    deps,
    log,
    key: source.key,
    fetch: (own: Partial<FetchSongDeps> = {}) => fetchSong({ ...deps, ...own }, jobId),
    job: () => server.jobs.get(jobId),
    async object() {
      const { Body } = await deps.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: source.key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
  };
}

const song = randomBytes(100_000);
const known: RequestListener = (_, response) =>
  response.writeHead(200, { 'content-length': song.length }).end(song);

describe('the song of a link', () => {
  it('lies in the bucket, and its record says so without the secret of the link', async () => {
    const one = await linked(known);
    await one.fetch();
    expect(await one.object()).toEqual(song);
    const { source, link, events } = await one.job();
    expect(source).toMatchObject({ bytes: song.length, etag: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(link).toMatchObject({ fetchedAt: START.toISOString() });
    expect(events.at(-1)).toMatchObject({
      what: 'fetched',
      detail: expect.stringMatching(/^100000 bytes from 127/),
    });
    expect(JSON.stringify([events, one.log.lines])).not.toContain('secret');
  });

  it('is stored in parts when nobody says how long it is', async () => {
    const long = randomBytes(18 * 1024 * 1024);
    const one = await linked((_, response) => {
      response.write(long.subarray(0, 5));
      response.end(long.subarray(5));
    });
    await one.fetch();
    expect((await one.object()).equals(long)).toBe(true);
    expect((await one.job()).source).toMatchObject({
      bytes: long.length,
      etag: expect.stringMatching(/-2$/),
    });
  });

  it('is fetched once: what is there is found, also when the one who fetched it died before saying so', async () => {
    let asked = 0;
    const one = await linked((request, response) => {
      asked += 1;
      known(request, response);
    });
    await one.deps.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: one.key, Body: song }));
    await one.fetch();
    await one.fetch();
    expect(asked).toBe(0);
    expect((await one.job()).source.bytes).toBe(song.length);
    expect((await one.job()).events.filter(({ what }) => what === 'fetched')).toHaveLength(1);
  });

  it.each([
    ['of known length', known],
    [
      'of unknown length',
      ((_, response) => response.write(song, () => response.end())) satisfies RequestListener,
    ],
  ])('%s is whole and the same for all of several runs at once', async (_, listener) => {
    const one = await linked(listener);
    await Promise.all([one.fetch(), one.fetch(), one.fetch()]);
    expect(await one.object()).toEqual(song);
    const { source, events } = await one.job();
    const { ETag } = await one.deps.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: one.key }));
    expect(`"${source.etag}"`).toBe(ETag);
    expect(events.filter(({ what }) => what === 'fetched')).toHaveLength(1);
  });
});

describe('a link is refused', () => {
  it.each<[string, RequestListener, string, RegExp]>([
    ['empty', (_, response) => response.end(), 'UnusableAudio', /is empty/],
    [
      'empty and of unknown length',
      (_, response) => {
        response.flushHeaders();
        response.end();
      },
      'UnusableAudio',
      /is empty/,
    ],
    [
      'announced as too large',
      (_, response) => response.writeHead(200, { 'content-length': LARGEST + 1 }).write('x'),
      'UnusableAudio',
      /larger than 20 MB/,
    ],
    [
      'too large without announcement',
      (_, response) => response.end(Buffer.alloc(LARGEST + 1), () => undefined),
      'UnusableAudio',
      /larger than 20 MB/,
    ],
    ['gone', (_, response) => response.writeHead(404).end(), 'RefusedUrl', /answers 404/],
    [
      'a page',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      'RefusedUrl',
      /web page/,
    ],
    ['out of order', (_, response) => response.writeHead(503).end(), 'UnreachableUrl', /answers 503/],
    [
      'broken off',
      (_, response) => {
        response.writeHead(200, { 'content-length': 1000 }).write('x');
        setImmediate(() => response.destroy());
      },
      'UnreachableUrl',
      /connection/,
    ],
    [
      'broken off and of unknown length',
      (_, response) => {
        response.writeHead(200).write('x');
        setTimeout(() => response.destroy(), 20);
      },
      'UnreachableUrl',
      /connection/,
    ],
  ])('that leads to something %s', async (_, listener, name, message) => {
    const one = await linked(listener);
    const failure = await one.fetch().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name, message: expect.stringMatching(message) });
    expect(JSON.stringify([failure, one.log.lines])).not.toContain('secret');
    await expect(one.object()).rejects.toThrow();
    expect((await one.job()).link?.fetchedAt).toBeUndefined();
    const { Uploads = [] } = await one.deps.s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
    expect(Uploads).toEqual([]);
  });

  it('that leads into a private network', async () => {
    const one = await linked(known);
    await expect(one.fetch({ allowedPrivateOrigins: [] })).rejects.toMatchObject({ name: 'RefusedUrl' });
  });

  it('that takes too long', async () => {
    const one = await linked((_, response) => response.writeHead(200, { 'content-length': 1000 }).write('x'));
    await expect(one.fetch({ downloadMs: 100 })).rejects.toMatchObject({
      name: 'UnreachableUrl',
      message: expect.stringContaining('took too long'),
    });
  });
});

describe('a job that wants no song any more', () => {
  it.each<[string, Partial<Job>]>([
    ['JobCancelled', { cancelledAt: START.toISOString() }],
    ['JobEnded', { state: 'failed' }],
  ])('is told so: %s', async (name, more) => {
    const one = await linked(known, more);
    await expect(one.fetch()).rejects.toMatchObject({ name });
    await expect(one.object()).rejects.toThrow();
  });
});
