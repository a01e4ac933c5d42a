import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobId } from '../../shared/jobs/job-id.ts';
import { type FaultyFront, startFaultyFront } from './faulty-front.ts';
import { freshSong } from './fresh-song.ts';
import { TestPipeline } from './test-pipeline.ts';

let engineFront: FaultyFront;
let webhookFront: FaultyFront;
let pipeline: TestPipeline;
beforeAll(async () => {
  engineFront = await startFaultyFront();
  webhookFront = await startFaultyFront();
  pipeline = await TestPipeline.start({ engineFront, webhookFront });
});
afterAll(async () => {
  await pipeline.stop();
  await Promise.all([engineFront.stop(), webhookFront.stop()]);
});
beforeEach(() => {
  for (const front of [engineFront, webhookFront]) {
    front.plan(() => undefined);
    front.seen.length = 0;
  }
});

const gets = () => engineFront.seen.filter(({ path }) => path === '/api/separation/get').length;

/** Where the Engine posted the webhook of a job, as the front saw it. */
function webhookPath(jobId: JobId): string {
  const seen = webhookFront.seen.find(({ path }) => path.includes(jobId));
  if (seen === undefined) throw new Error('No webhook has come.');
  return seen.path;
}

const post = (path: string, body: unknown = {}) =>
  fetch(`${pipeline.product.pipelineUrl}${path}`, { method: 'POST', body: JSON.stringify(body) });

describe('a webhook', () => {
  it('ends the wait without any polling', async () => {
    const job = await pipeline.separate('uploads/prompt.wav', freshSong());
    expect(job.job.state).toBe('done');
    expect(gets()).toBeLessThanOrEqual(2);
    expect(pipeline.transitions(job)).toBeLessThanOrEqual(10);
  });

  it('that comes twice, or late, changes nothing', async () => {
    const { jobId } = (await pipeline.separate('uploads/twice.wav', freshSong())).job;
    // The last that is written on a record is that its end was announced.
    await expect
      .poll(async () => (await pipeline.look(jobId))?.job.announced, { timeout: 20_000 })
      .toMatch(/^done/);
    const ended = await pipeline.look(jobId);
    const path = webhookPath(jobId);
    const answers = await Promise.all([post(path), post(path)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await pipeline.look(jobId)).toEqual(ended);
  });

  it('that comes too early ends nothing, and the job still ends', async () => {
    webhookFront.plan(() => ({ kind: 'cut-before' }));
    const jobId = await pipeline.upload('uploads/early.wav', freshSong());
    await pipeline.stepReached(jobId, ['waiting', 'copying', 'done']);
    await expect.poll(() => webhookFront.seen.length, { timeout: 20_000 }).toBeGreaterThan(0);
    engineFront.plan((path) =>
      path === '/api/separation/get'
        ? {
            kind: 'answer',
            status: 200,
            contentType: 'application/json',
            body: '{"success":true,"status":"processing","data":{"message":"processing"}}',
          }
        : undefined,
    );
    const early = await fetch(`${pipeline.product.cloud.ownAddress('Pipeline/Api')}${webhookPath(jobId)}`, {
      method: 'POST',
    });
    expect(early.status).toBe(200);
    expect((await pipeline.look(jobId))?.step.state).toBe('waiting');
    engineFront.plan(() => undefined);
    expect((await pipeline.endedByClocks(jobId)).job.state).toBe('done');
  });

  it('that never comes is replaced by the poller', async () => {
    webhookFront.plan(() => ({ kind: 'cut-before' }));
    const jobId = await pipeline.upload('uploads/never.wav', freshSong());
    await pipeline.stepReached(jobId, ['waiting']);
    expect((await pipeline.endedByClocks(jobId)).job.state).toBe('done');
  });

  it('that is forged is not found, and changes nothing', async () => {
    webhookFront.plan((path) => (path.includes('forged') ? undefined : { kind: 'cut-before' }));
    const jobId = await pipeline.upload('uploads/victim.wav', freshSong());
    await pipeline.stepReached(jobId, ['waiting']);
    const before = await pipeline.look(jobId);
    const guessed = createHmac('sha256', 'guessed').update(jobId).digest('base64url');
    const forged = `${pipeline.product.cloud.ownAddress('Pipeline/Api')}/webhooks/mvsep`;
    for (const path of [
      `/${jobId}/mvsep-drums/${guessed}`,
      `/${jobId}/mvsep-drums/x`,
      `/${guessed}`,
      '/nobody/x/y',
      `/${jobId}/`,
    ]) {
      const answer = await fetch(`${forged}${path}`, {
        method: 'POST',
        body: JSON.stringify({ success: true, status: 'done', hash: before?.step.separationHash }),
      });
      expect(answer.status).toBe(404);
    }
    expect((await pipeline.look(jobId))?.step.state).toBe('waiting');
    expect((await pipeline.endedByClocks(jobId)).job.state).toBe('done');
  });
});
