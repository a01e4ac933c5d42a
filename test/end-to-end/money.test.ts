import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { signAccount } from '../../shared/jobs/webhook-signature.ts';
import { wavFile } from '../audio/wav-file.ts';
import { UpstreamServer } from '../upstream/upstream-server.ts';
import { serviceSong } from './service-songs.ts';
import { TestPipeline } from './test-pipeline.ts';

let upstream: UpstreamServer;
let pipeline: TestPipeline;
beforeAll(async () => {
  upstream = await UpstreamServer.start({ premium: false });
  pipeline = await TestPipeline.start({ upstream, assembly: inject('thriftyAssembly') });
});
afterAll(async () => {
  await pipeline.stop();
  await upstream.stop();
});
beforeEach(() => upstream.heal());

/** As long as that many credits pay for, and small. */
function songWorth(credits: number): Buffer {
  return wavFile([new Float32Array(credits * 60 * 1_000).map((_, at) => Math.sin(at * credits) / 2)], 1_000);
}

describe('an account without premium', () => {
  it('separates one song at a time, in the order in which they came', async () => {
    const jobIds = [];
    for (const name of ['first', 'second', 'third']) {
      const jobId = await pipeline.upload(`uploads/${name}.wav`, serviceSong());
      await pipeline.stepReached(jobId, ['queued', 'creating', 'waiting', 'copying', 'done']);
      jobIds.push(jobId);
    }
    for (const jobId of jobIds) expect((await pipeline.endedByClocks(jobId)).job.state).toBe('done');
    const order = upstream.model.book.charges.map(({ fileName }) => fileName.slice(0, 32));
    expect(order).toEqual(jobIds);
    expect(upstream.log.count('create')).toBeLessThanOrEqual(6);
  });
});

describe('the webhook page of the account', () => {
  it('is told one address, whose calls end the wait', async () => {
    const shown = await pipeline.command('webhook-address');
    const address = /https?:\S+/.exec(shown)?.[0] ?? '';
    expect(address).toContain('/webhooks/mvsep/');
    upstream.accountWebhookUrl = address;
    const jobId = await pipeline.upload('uploads/account.wav', serviceSong());
    await expect.poll(() => upstream.model.book.under(jobId).length, { timeout: 30_000 }).toBe(1);
    expect((await pipeline.ended(jobId)).job.state).toBe('done');
    expect(upstream.webhooks.at(-1)?.status).toBe(200);
  });

  it('is not opened by a forged signature', async () => {
    const url = `${pipeline.product.pipelineUrl}/webhooks/mvsep/${signAccount('guessed')}`;
    expect(
      (await fetch(url, { method: 'POST', body: '{"hash":"20260101000000-0123456789-x.wav"}' })).status,
    ).toBe(404);
  });
});

describe('the budget', () => {
  it('holds back a job that costs more than one may, until somebody approves it', async () => {
    const jobId = await pipeline.upload('uploads/long.wav', songWorth(6));
    const waiting = await pipeline.reached(jobId, 'over-budget');
    expect(waiting.job.credits?.quoted).toBe(6);
    expect(JSON.stringify(waiting.job.events)).toContain('creditsPerJob');
    expect(upstream.model.book.under(jobId)).toEqual([]);
    await pipeline.command('approve', jobId);
    await pipeline.hurry('budget');
    expect((await pipeline.endedByClocks(jobId)).job.state).toBe('done');
  });

  it('holds back what is more than the month has left', async () => {
    const jobId = await pipeline.upload('uploads/medium.wav', songWorth(4));
    const { job } = await pipeline.reached(jobId, 'over-budget');
    expect(JSON.stringify(job.events)).toMatch(/of the 8 of \d{4}-\d\d are left/);
    await pipeline.command('cancel', jobId);
    expect((await pipeline.ended(jobId)).job.state).toBe('cancelled');
    expect(upstream.model.book.under(jobId)).toEqual([]);
  });

  it('is settled against what the account was really charged', async () => {
    const charged = `charged    ${upstream.model.book.creditsSpent()} credits`;
    await expect
      .poll(
        async () => {
          await pipeline.hurry('settle');
          return pipeline.command('budget');
        },
        { timeout: 30_000, interval: 1_000 },
      )
      .toMatch(new RegExp(`${charged}[^]*set aside  0 credits`));
  });
});
