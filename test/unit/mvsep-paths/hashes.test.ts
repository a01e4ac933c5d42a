import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { cancelSeparation } from '../../../functions/mvsep-api/cancel-separation/cancel-separation.ts';
import { getRemoteSeparation } from '../../../functions/mvsep-api/get-remote-separation/get-remote-separation.ts';
import { getSeparation } from '../../../functions/mvsep-api/get-separation/get-separation.ts';
import { listHistory } from '../../../functions/mvsep-api/list-history/list-history.ts';
import { openFile } from '../../../functions/mvsep-api/open-file/open-file.ts';
import { postClientWebhook } from '../../../functions/mvsep-api/post-client-webhook/post-client-webhook.ts';
import { ownerName } from '../../../shared/callers/caller.ts';
import { deleteJob } from '../../../shared/jobs/delete-job.ts';
import type { JobChange } from '../../../shared/jobs/record-change.ts';
import { getRemote } from '../../../shared/mvsep/contract/get-remote.ts';
import { getSeparation as getCall } from '../../../shared/mvsep/contract/get-separation.ts';
import { findClientJob } from '../../../shared/mvsep-paths/find-client-job.ts';
import { apiEvent } from '../engine/form-event.ts';
import { json, silence } from '../shared/mvsep/scripted-server.ts';
import { ACCOUNT, ACCOUNT_TOKEN, API_URL, keyHolder, NOBODY, usePathsWorld } from './paths-world.ts';

const world = usePathsWorld();
const deps = () => ({ ...world.deps(), ...world.forwardDeps() });
const NOT_FOUND = { success: false, status: 'not_found', data: { message: 'none' } };
const FOREIGN = '20230327071601-0e3e5c6c85-13-dimensions.mp3';
let songs = 0;

async function jobOf(hash: string) {
  const found = await findClientJob(world.deps(), hash);
  if (found === undefined) throw new Error(`There is no job of ${hash}.`);
  return found;
}

async function created(fields: Readonly<Record<string, string>> = {}) {
  const { data } = await world.create(fields, Buffer.from(`song ${++songs}`));
  return data.hash;
}

async function linked() {
  const { data } = await world.create({ url: `https://example.com/song-${++songs}.mp3` });
  const { job } = await jobOf(data.hash);
  return { short: data.hash, long: job.clientHash ?? '', job };
}

async function change(hash: string, set: NonNullable<JobChange['set']>) {
  const { job } = await jobOf(hash);
  await world.acting.jobs.change(job.jobId, { at: world.deps().now(), set });
}

const get = async (hash: string, { caller = NOBODY, mirror = 0 } = {}) =>
  JSON.parse(
    (await getSeparation(deps(), { params: getCall.params.parse({ hash, mirror }), caller, files: {} }))
      .body ?? '',
  );
const remote = async (hash: string) =>
  JSON.parse((await getRemoteSeparation(deps(), { params: getRemote.params.parse({ hash }) })).body ?? '');
const cancel = (hash: string, caller = keyHolder()) =>
  cancelSeparation(deps(), { params: { hash }, caller, files: {} });

describe('get and get-remote', () => {
  it('answer a job of ours from its record, by the hash that each of them takes', async () => {
    const { short, long, job } = await linked();
    expect(await remote(short)).toMatchObject({
      status: 'waiting',
      data: { message: expect.stringContaining('downloaded') },
    });
    expect(await get(long)).toMatchObject({ status: 'waiting' });
    expect(await get(short)).toMatchObject({ status: 'not_found' });
    expect(await remote(long)).toMatchObject({ status: 'not_found' });
    const link = { url: job.link?.url ?? '', service: 'direct' as const };
    await change(short, { link: { ...link, fetchedAt: '2026-08-12T12:00:10.000Z' } });
    expect(await remote(short)).toMatchObject({
      status: 'done',
      data: { hash: long, link: `${API_URL}/api/separation/get?hash=${long}` },
    });
    expect(world.acting.service.seen).toEqual([]);
  });

  it('say why a link could not be fetched', async () => {
    const { short } = await linked();
    const reason = 'The link answers with HTTP 404.';
    const at = '2026-08-12T12:00:10.000Z';
    await change(short, {
      state: 'failed',
      failure: { error: 'X', reason, charged: 'no', at, phase: 'submitted' },
    });
    expect(await remote(short)).toMatchObject({ success: true, status: 'failed', data: { message: reason } });
  });

  it('take no credit for a mirror of a job of ours', async () => {
    const hash = await created();
    expect(await get(hash, { mirror: 1, caller: keyHolder() })).toMatchObject({ status: 'waiting' });
    expect(world.acting.service.seen).toEqual([]);
  });

  it('ask the service about any other hash, and for a mirror only as the account itself', async () => {
    world.acting.service.answer(json(NOT_FOUND));
    expect(await get(FOREIGN)).toEqual(NOT_FOUND);
    expect(await remote('n2AwBjy4KsFZfqqR')).toEqual(NOT_FOUND);
    await get(FOREIGN, { mirror: 1, caller: ACCOUNT });
    await expect(get(FOREIGN, { mirror: 1, caller: keyHolder() })).rejects.toThrow(/account itself/);
    expect(world.acting.service.seen.map(({ url }) => url)).toEqual([
      `/api/separation/get?hash=${FOREIGN}`,
      '/api/separation/get-remote?hash=n2AwBjy4KsFZfqqR',
      `/api/separation/get?hash=${FOREIGN}&mirror=1&api_token=${ACCOUNT_TOKEN}`,
    ]);
  });

  it('ask the service about a job that was deleted', async () => {
    const hash = await created();
    const { job } = await jobOf(hash);
    await change(hash, { state: 'cancelled', endedAt: '2026-08-12T12:00:10.000Z' });
    await deleteJob(world.deps(), job.jobId);
    world.acting.service.answer(json(NOT_FOUND));
    expect(await get(hash)).toEqual(NOT_FOUND);
  });
});

describe('cancel', () => {
  it('ends a job that waits, by either hash, and again does nothing', async () => {
    const { short, long } = await linked();
    expect(await cancel(short)).toMatchObject({ statusCode: 200 });
    expect(await cancel(long)).toMatchObject({ statusCode: 200 });
    expect((await jobOf(long)).job.cancelledAt).toBeDefined();
  });

  it('leaves a job alone whose separation runs or is done: it is paid for', async () => {
    const hash = await created();
    const { job, steps } = await jobOf(hash);
    const progress = { status: 'processing', at: '2026-08-12T12:00:10.000Z' };
    await world.acting.jobs.change(job.jobId, { at: world.deps().now(), set: { state: 'running' } });
    for (const step of steps) {
      await world.acting.jobs.changeStep(step, {
        at: world.deps().now(),
        set: { state: 'waiting', progress },
      });
    }
    await expect(cancel(hash)).rejects.toThrow(/no longer be cancelled/);
    await change(hash, { state: 'done' });
    await expect(cancel(hash)).rejects.toThrow(/no longer be cancelled/);
  });

  it('is for the owner of a job, or who sees all of them', async () => {
    const hash = await created();
    const stranger = keyHolder({ owner: ownerName.parse('stranger') });
    await expect(cancel(hash, stranger)).rejects.toThrow('File or File Hash not found');
    await expect(cancel(hash, keyHolder({ scope: 'read' }))).rejects.toThrow(/may only look/);
    expect(await cancel(hash, ACCOUNT)).toMatchObject({ statusCode: 200 });
  });

  it('sends on what is no job, for the account itself alone', async () => {
    world.acting.service.answer(json({ success: true }));
    await expect(cancel(FOREIGN)).rejects.toThrow('File or File Hash not found');
    expect(await cancel(FOREIGN, ACCOUNT)).toMatchObject({ statusCode: 200 });
    const [seen] = world.acting.service.seen;
    expect(`${seen?.url} ${seen?.body}`).toBe(
      `/api/separation/cancel api_token=${ACCOUNT_TOKEN}&hash=${FOREIGN}`,
    );
  });
});

describe('the history', () => {
  it('lists what its owner asked for by these paths, the newest first, page by page', async () => {
    const caller = keyHolder({ keyId: 'key-2', owner: ownerName.parse('band') });
    const hashes: string[] = [];
    for (let count = 1; count <= 3; count++) {
      world.acting.wait(1);
      hashes.unshift((await world.create({}, Buffer.from(`band ${count}`), { caller })).data.hash);
    }
    const page = async (start: number, limit: number) =>
      (await listHistory(world.deps(), { params: { start, limit }, caller, files: {} })).data.map(
        ({ hash }) => hash,
      );
    expect(await page(0, 2)).toEqual(hashes.slice(0, 2));
    expect(await page(2, 2)).toEqual(hashes.slice(2));
    expect(await page(3, 2)).toEqual([]);
  });

  it('is looked for among so many jobs, however many there are and wherever a page is to begin', async () => {
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1' }));
    const table = mockClient(documents);
    const id = '0'.repeat(32);
    table.on(QueryCommand).resolves({ Items: [{ jobId: id }], LastEvaluatedKey: { pk: 'JOB#more' } });
    const deps = { ...world.deps(), table: { documents, tableName: 'jobs' } };
    const list = (start: number) =>
      listHistory(deps, { params: { start, limit: 20 }, caller: keyHolder(), files: {} });
    expect(await list(2_147_483_647)).toEqual({ success: true, data: [] });
    expect(table.commandCalls(QueryCommand)).toHaveLength(50);
  });
});

describe('a file', () => {
  const s3 = new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
  });
  const open = (path: string, method = 'GET') =>
    openFile({ ...world.deps(), s3 }, { ...apiEvent({ method }), rawPath: path });

  it('leads to its object for some minutes, signed for the method that asks', async () => {
    const hash = await created();
    const { job, steps } = await jobOf(hash);
    const stored = {
      stem: 'drums',
      key: 'stems/a/drums.wav',
      bytes: 1,
      sha256: '0',
      etag: 'e',
      contentType: 'audio/wav',
    };
    for (const step of steps) {
      await world.acting.jobs.changeStep(step, { at: world.deps().now(), set: { files: { 0: stored } } });
    }
    const name = `${hash.replace('.wav', '')}_drums.wav`;
    const got = await open(`/storage/processed/${name}`);
    expect(got).toMatchObject({ statusCode: 302, headers: { 'access-control-allow-origin': '*' } });
    const location = String(got.headers?.location);
    expect(location).toMatch(/stems\/a\/drums\.wav\?.*X-Amz-Expires=900/);
    expect((await open(`/storage/processed/${name}`, 'HEAD')).headers?.location).not.toBe(location);
    const song = await open(`/storage/temp/${hash}`);
    expect(String(song.headers?.location)).toContain(encodeURI(job.source.key));
  });

  it.each([
    '/storage/processed/x.wav',
    '/storage/',
    '/storage/temp/../x',
    '/storage/other/a_b.wav',
    '/storage/processed/_',
  ])('is not found under %s', async (path) => {
    const answer = await open(path);
    expect([answer.statusCode, JSON.parse(answer.body ?? '')]).toMatchObject([404, { success: false }]);
  });

  it('is not found under the name of another stem, or before its link is fetched', async () => {
    const hash = await created();
    expect((await open(`/storage/processed/${hash.replace('.wav', '')}_bass.wav`)).statusCode).toBe(404);
    expect((await open(`/storage/temp/${(await linked()).long}`)).statusCode).toBe(404);
  });
});

describe('the webhook of a client', () => {
  const pauses: number[] = [];
  const post = async (hash: string, changes: Partial<Parameters<typeof postClientWebhook>[0]> = {}) => {
    pauses.length = 0;
    const sleep = async (milliseconds: number) => pauses.push(milliseconds);
    const allowedPrivateOrigins = [world.acting.service.url];
    const { job } = await jobOf(hash);
    return postClientWebhook({ ...world.deps(), sleep, allowedPrivateOrigins, ...changes }, job.jobId);
  };
  const ended = async () => {
    const hash = await created({ webhook_url: `${world.acting.service.url}/hook` });
    await change(hash, { state: 'done', endedAt: '2026-08-12T12:00:25.000Z' });
    return hash;
  };

  it('is the answer of get with the hash on top', async () => {
    const hash = await ended();
    world.acting.service.answer(json({}));
    expect(await post(hash)).toBe(true);
    const [seen] = world.acting.service.seen;
    expect(JSON.parse(String(seen?.body))).toEqual({ hash, ...(await get(hash)) });
  });

  it('is sent again when nobody takes it, and then left', async () => {
    const hash = await ended();
    world.acting.service.answer(json({}, 503), json({}, 500), json({}));
    expect(await post(hash)).toBe(true);
    expect(pauses).toEqual([3_000, 10_000]);
    world.acting.service.answer(json({}, 503));
    expect(await post(hash)).toBe(false);
    expect(world.acting.service.seen).toHaveLength(6);
  });

  it('goes to no private address, of no job without one, and not before the end', async () => {
    world.acting.service.answer(silence);
    expect(await post(await ended(), { allowedPrivateOrigins: [] })).toBe(false);
    expect(await post(await created())).toBe(false);
    expect(await post(await created({ webhook_url: `${world.acting.service.url}/hook` }))).toBe(false);
    expect(world.acting.service.seen).toEqual([]);
  });
});
