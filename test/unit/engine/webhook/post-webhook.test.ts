import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postWebhook } from '../../../../functions/engine/post-webhook/post-webhook.ts';
import { apiTokenOf } from '../../../../shared/engine/accounts/api-token-of.ts';
import { separationAnswer } from '../../../../shared/engine/separation-answer.ts';
import { webhookSignature } from '../../../../shared/webhook/webhook-signature.ts';
import { remoteServer } from '../../remote/remote-server.ts';
import {
  type SeparationRecords,
  sampleLink,
  sampleSeparation,
  startSeparationRecords,
} from '../separation-records.ts';

let records: SeparationRecords;
beforeAll(async () => {
  records = await startSeparationRecords();
});
afterAll(() => records.stop());

const NOW = new Date('2026-08-12T12:00:30.000Z');
const engineUrl = 'https://engine.example';
const done = sampleSeparation({
  status: 'done',
  files: [{ label: 'Drums', fileName: 'a_drums.wav', bytes: 9 }],
  finishedAt: '2026-08-12T12:00:25.000Z',
});

interface Posted {
  readonly method: string | undefined;
  readonly type: string | undefined;
  readonly signature: string | string[] | undefined;
  readonly body: string;
}

async function receiver(status: number) {
  const posted: Posted[] = [];
  const origin = await remoteServer(async (request, response) => {
    const { method, headers } = request;
    const body = await text(request);
    posted.push({ method, type: headers['content-type'], signature: headers['x-mvsep-signature'], body });
    response.writeHead(status, { location: 'http://10.0.0.1/' }).end();
  });
  const deps = {
    separations: records.separations,
    engineUrl,
    allowedPrivateOrigins: [origin],
    secrets: { ownerToken: async () => 'the-owners-token', tokenKey: async () => 'the-key' },
    now: () => NOW,
    log: { info() {}, warn() {}, error() {} },
  };
  return { posted, deps, url: `${origin}/hook/secret?a=secret` };
}

describe('postWebhook', () => {
  it('posts the body of get with the hash on top, signed with the token of the owner', async () => {
    const { posted, deps, url } = await receiver(200);
    await records.put({ ...done, webhookUrl: url });
    expect(await postWebhook(deps, done.hash)).toBe(true);
    const [request] = posted;
    expect(posted).toHaveLength(1);
    expect(request).toMatchObject({ method: 'POST', type: 'application/json' });
    const answer = JSON.parse(JSON.stringify(separationAnswer(done, engineUrl)));
    expect(JSON.parse(request?.body ?? '')).toEqual({ hash: done.hash, ...answer });
    expect(request?.signature).toBe(webhookSignature(request?.body ?? '', 'the-owners-token', NOW));
  });

  it("signs with an account's own token, and nothing for somebody without one", async () => {
    const { posted, deps, url } = await receiver(200);
    const accountId = '0123456789abcdef0123';
    await records.put({ ...done, accountId, webhookUrl: url });
    await postWebhook(deps, done.hash);
    await records.put({ ...done, accountId: 'anonymous-0123456789abcdef0123', webhookUrl: url });
    await postWebhook(deps, done.hash);
    const [own, anonymous] = posted;
    expect(own?.signature).toBe(webhookSignature(own?.body ?? '', apiTokenOf(accountId, 'the-key'), NOW));
    expect(anonymous?.signature).toBeUndefined();
  });

  it('tells of a link that could not be fetched under its short hash', async () => {
    const { posted, deps, url } = await receiver(204);
    const link = sampleLink({ status: 'failed', message: 'It answers 404.', webhookUrl: url });
    await records.put(link);
    expect(await postWebhook(deps, link.hash)).toBe(true);
    expect(JSON.parse(posted[0]?.body ?? '')).toEqual({
      hash: link.hash,
      success: true,
      status: 'failed',
      data: { message: 'It answers 404.' },
    });
  });

  it.each([400, 404, 500])('fails, to be tried again, when the receiver answers %i', async (status) => {
    const { deps, url } = await receiver(status);
    await records.put({ ...done, webhookUrl: url });
    const error: unknown = await postWebhook(deps, done.hash).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'WebhookFailed', retryable: true });
    expect(String(error)).not.toContain('secret');
  });

  it('fails, to be tried again, when the receiver cannot be reached', async () => {
    const { deps } = await receiver(200);
    await records.put({ ...done, webhookUrl: 'http://127.0.0.1:1/' });
    const unreachable = postWebhook({ ...deps, allowedPrivateOrigins: ['http://127.0.0.1:1'] }, done.hash);
    await expect(unreachable).rejects.toMatchObject({ name: 'WebhookFailed' });
  });

  it('posts nothing without an address, into a private network, or where that is redirected to', async () => {
    const { posted, deps, url } = await receiver(302);
    await records.put(done);
    expect(await postWebhook(deps, done.hash)).toBe(false);
    await records.put({ ...done, webhookUrl: url });
    expect(await postWebhook({ ...deps, allowedPrivateOrigins: [] }, done.hash)).toBe(false);
    expect(posted).toEqual([]);
    expect(await postWebhook(deps, done.hash)).toBe(false);
  });
});
