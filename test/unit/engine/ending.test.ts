import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { failSeparation } from '../../../functions/engine/fail-separation/fail-separation.ts';
import { postWebhook } from '../../../functions/engine/post-webhook/post-webhook.ts';
import { separationAnswer } from '../../../shared/engine/separation-answer.ts';
import type { RemoteRecord, SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { type LoopbackServer, loopbackServer } from './loopback-server.ts';
import { type SeparationTables, startSeparationTables } from './separation-tables.ts';

let tables: SeparationTables;
beforeAll(async () => {
  tables = await startSeparationTables();
});
afterAll(() => tables.stop());

const order = {
  createdAt: '2026-08-12T12:00:00.000Z',
  expiresAt: 1_786_800_000,
  sepType: 44,
  options: {},
  outputFormat: 1,
};
const done: SeparationRecord = {
  ...order,
  kind: 'separation',
  hash: '20260812120000-0123456789-song.wav',
  status: 'done',
  inputBytes: 1,
  files: [{ label: 'Drums', fileName: 'a_drums.wav', bytes: 9 }],
  finishedAt: '2026-08-12T12:00:25.000Z',
};
const processing: SeparationRecord = { ...done, status: 'processing' };
const link: RemoteRecord = {
  ...order,
  kind: 'remote',
  hash: 'n2AwBjy4KsFZfqqR',
  status: 'waiting',
  url: 'https://a/b',
};
const log = { info() {}, warn() {}, error() {} };
const engineUrl = 'https://engine.example';

describe('failSeparation', () => {
  const unusable = {
    name: 'UnusableAudio',
    cause: JSON.stringify({ errorType: 'UnusableAudio', errorMessage: 'It is empty.' }),
  };

  it("puts the reason of our own errors on the record, in the owner's words", async () => {
    const { separations } = await tables.empty();
    await separations.create(processing);
    expect(await failSeparation({ separations, log }, done.hash, unusable)).toBe(done.hash);
    expect(await separations.find(done.hash)).toMatchObject({ status: 'failed', message: 'It is empty.' });
  });

  it.each([
    { name: 'TypeError', cause: JSON.stringify({ errorMessage: "Cannot read 'x' of undefined" }) },
    { name: 'States.Timeout', cause: '' },
    { name: 'UnusableAudio', cause: '{"cut off' },
  ])('puts a general sentence for $Error', async (error) => {
    const { separations } = await tables.empty();
    await separations.create(processing);
    await failSeparation({ separations, log }, done.hash, error);
    expect(await separations.find(done.hash)).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('failed inside the server'),
    });
  });

  it('keeps what is done, and the first reason of what failed', async () => {
    const { separations } = await tables.empty();
    await separations.create(done);
    await failSeparation({ separations, log }, done.hash, unusable);
    expect(await separations.find(done.hash)).toEqual(done);
    await separations.create(link);
    await failSeparation({ separations, log }, link.hash, unusable);
    await failSeparation({ separations, log }, link.hash, { name: 'Other', cause: '' });
    expect(await separations.find(link.hash)).toMatchObject({ status: 'failed', message: 'It is empty.' });
  });

  it('fails the separation that a link has become', async () => {
    const { separations } = await tables.empty();
    await separations.create({ ...link, status: 'done', longHash: done.hash });
    await separations.create(processing);
    expect(await failSeparation({ separations, log }, link.hash, unusable)).toBe(done.hash);
    expect(await separations.find(done.hash)).toMatchObject({ status: 'failed' });
    expect(await separations.find(link.hash)).toMatchObject({ status: 'done' });
  });
});

describe('postWebhook', () => {
  let server: LoopbackServer | undefined;
  afterEach(() => server?.close());

  async function receiver(status: number) {
    const bodies: unknown[] = [];
    server = await loopbackServer(async (request, response) => {
      bodies.push([request.method, request.headers['content-type'], JSON.parse(await text(request))]);
      response.writeHead(status).end();
    });
    const { separations } = await tables.empty();
    const { origin } = server;
    return {
      bodies,
      separations,
      deps: { separations, engineUrl, log, allowedPrivateOrigins: [origin] },
      url: `${origin}/hook/secret`,
    };
  }

  it('posts the body of get with the hash on top', async () => {
    const { bodies, separations, deps, url } = await receiver(200);
    await separations.create({ ...done, webhookUrl: url });
    expect(await postWebhook(deps, done.hash)).toBe(true);
    const answer = JSON.parse(JSON.stringify(separationAnswer(done, engineUrl)));
    expect(bodies).toEqual([['POST', 'application/json', { hash: done.hash, ...answer }]]);
  });

  it('tells of a link that could not be fetched under its short hash', async () => {
    const { bodies, separations, deps, url } = await receiver(204);
    await separations.create({ ...link, status: 'failed', message: 'It answers 404.', webhookUrl: url });
    expect(await postWebhook(deps, link.hash)).toBe(true);
    expect(bodies).toMatchObject([
      [
        'POST',
        'application/json',
        { hash: link.hash, status: 'failed', data: { message: 'It answers 404.' } },
      ],
    ]);
  });

  it.each([302, 400, 500])('fails, to be tried again, when the receiver answers %i', async (status) => {
    const { separations, deps, url } = await receiver(status);
    await separations.create({ ...done, webhookUrl: url });
    const error: unknown = await postWebhook(deps, done.hash).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'WebhookFailed', retryable: true });
    expect(String(error)).not.toContain('secret');
  });

  it('fails, to be tried again, when the receiver cannot be reached', async () => {
    const { separations, deps, url } = await receiver(200);
    server?.close();
    await separations.create({ ...done, webhookUrl: url });
    await expect(postWebhook(deps, done.hash)).rejects.toMatchObject({ name: 'WebhookFailed' });
  });

  it('posts nothing without an address, or into a private network', async () => {
    const { bodies, separations, deps, url } = await receiver(200);
    await separations.create(done);
    expect(await postWebhook(deps, done.hash)).toBe(false);
    await separations.create({ ...done, hash: 'other', webhookUrl: url });
    expect(await postWebhook({ ...deps, allowedPrivateOrigins: [] }, 'other')).toBe(false);
    expect(bodies).toEqual([]);
  });
});
