import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { postNotification } from '../../../../functions/pipeline/post-notification/post-notification.ts';
import { describeNews } from '../../../../shared/jobs/describe-news.ts';
import { jobEvent } from '../../../../shared/jobs/job-event.ts';
import { type LoopbackServer, loopbackServer } from '../../engine/loopback-server.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { START, waitingStep, wholeJob } from '../../shared/jobs/sample-job.ts';

const SECRET = 'what both sides know';
const news = describeNews(wholeJob(waitingStep, { state: 'done', endedAt: START.toISOString() }), 'done');

const servers: LoopbackServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  vi.useRealTimers();
});

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly method: string | undefined;
  readonly body: string;
}

async function receiver(answer: Parameters<RequestListener>[1]['statusCode'], headers = {}) {
  const received: Received[] = [];
  const server = await loopbackServer(async (request, response) => {
    const { method, headers: sent } = request;
    received.push({ method, headers: sent, body: await text(request) });
    response.writeHead(answer, headers).end('a long story');
  });
  servers.push(server);
  const log = keptLog();
  const deps = {
    url: `${server.origin}/hooks/hidden-path?key=hidden-key`,
    secret: async () => SECRET,
    allowedPrivateOrigins: [server.origin],
    now: () => START,
    log,
  };
  return { deps, received, log };
}

/** The receiver that the documents show. */
async function documentedReceiver(): Promise<(signature: string, body: string, secret: string) => unknown> {
  const code = /```js\n(.*?)```/s.exec(readFileSync('docs/operation.md', 'utf8'))?.[1];
  if (code === undefined) throw new Error('The document has no example.');
  const { isFromPipeline } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return isFromPipeline;
}

describe('postNotification', () => {
  it('posts the detail of the event with its id, and logs neither address nor secret', async () => {
    const { deps, received, log } = await receiver(204);
    await postNotification(deps, news);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-mvsep-serverless-id': `${news.jobId} done 1` },
    });
    expect(jobEvent.parse(JSON.parse(received[0]?.body ?? ''))).toEqual(JSON.parse(JSON.stringify(news)));
    expect(log.lines.join()).toContain(news.jobId);
    expect(log.lines.join()).not.toMatch(/hidden|what both/);
  });

  it('signs so that the documented receiver accepts it, and refuses another body, secret or time', async () => {
    vi.useFakeTimers({ now: START, toFake: ['Date'] });
    const { deps, received } = await receiver(200);
    await postNotification(deps, news);
    const signature = String(received[0]?.headers['x-mvsep-serverless-signature']);
    const body = received[0]?.body ?? '';
    const isFromPipeline = await documentedReceiver();
    expect(isFromPipeline(signature, body, SECRET)).toBe(true);
    expect(isFromPipeline(signature, body.replace('done', 'Done'), SECRET)).toBe(false);
    expect(isFromPipeline(signature, body, 'a guess')).toBe(false);
    expect(isFromPipeline(signature.replace(/v1=../, 'v1=zz'), body, SECRET)).toBe(false);
    expect(isFromPipeline('', body, SECRET)).toBe(false);
    vi.setSystemTime(START.getTime() + 3_600_000);
    expect(isFromPipeline(signature, body, SECRET)).toBe(false);
  });

  it.each([302, 400, 404, 500])('fails, to be repeated, when the receiver answers %i', async (status) => {
    const { deps } = await receiver(status);
    const error: unknown = await postNotification(deps, news).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'WebhookFailed', retryable: true });
    expect(String(error)).not.toContain('hidden');
  });

  it('fails, to be repeated, when nobody listens', async () => {
    const { deps } = await receiver(200);
    const origin = 'http://127.0.0.1:1';
    const nobody = { ...deps, url: `${origin}/hidden`, allowedPrivateOrigins: [origin] };
    const error: unknown = await postNotification(nobody, news).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'WebhookFailed' });
    expect(String(error)).not.toContain('hidden');
  });

  it('refuses a private address, and a redirect to one', async () => {
    const { deps, received } = await receiver(307, { location: 'http://10.0.0.1/hidden' });
    await expect(postNotification({ ...deps, allowedPrivateOrigins: [] }, news)).rejects.toMatchObject({
      name: 'RefusedUrl',
    });
    expect(received).toEqual([]);
    await expect(postNotification(deps, news)).rejects.toMatchObject({ name: 'RefusedUrl' });
  });
});
