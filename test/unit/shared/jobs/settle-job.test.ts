import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awaitResult } from '../../../../functions/pipeline/await-result/await-result.ts';
import { pollSeparations } from '../../../../functions/pipeline/poll-separations/poll-separations.ts';
import { receiveWebhook } from '../../../../functions/pipeline/receive-webhook/receive-webhook.ts';
import { endWait } from '../../../../shared/jobs/end-wait.ts';
import type { Job } from '../../../../shared/jobs/job.ts';
import { settleJob } from '../../../../shared/jobs/settle-job.ts';
import { signJob } from '../../../../shared/jobs/webhook-signature.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import { json, type ScriptedServer, startScriptedServer } from '../mvsep/scripted-server.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { keptLog } from './kept-log.ts';
import { SEPARATION_HASH, START, waitingJob } from './sample-job.ts';
import { createTokenDesk } from './token-desk.ts';

let jobs: JobTableServer;
let mvsep: ScriptedServer;
beforeAll(async () => {
  [jobs, mvsep] = await Promise.all([startJobTableServer(), startScriptedServer()]);
});
afterAll(async () => {
  jobs.stop();
  await mvsep.stop();
});

const FILES = [
  { type: 'Drums', url: 'https://x/storage/drums.wav', bytes: 10, download: 'drums.wav' },
  { type: 'Other', url: 'https://x/storage/other.wav', download: 'other.wav' },
];
const DONE = { success: true, status: 'done', data: { files: FILES } };
const FAILED = { success: true, status: 'failed', data: { message: 'out of tune' } };
const RUNNING = { success: true, status: 'processing', data: {} };

/** The service, as it stands: get-remote knows the separation, and get answers this. */
function service(getAnswer: unknown): void {
  mvsep.answer((response, request) => {
    const remote = { success: true, status: 'done', data: { hash: SEPARATION_HASH } };
    json(request.url.startsWith('/api/separation/get-remote') ? remote : getAnswer)(response, request);
  });
}

function world() {
  const clock = { now: START };
  const desk = createTokenDesk();
  const log = keptLog();
  const deps = {
    jobs: jobs.table,
    client: createMvsepClient({ baseUrl: mvsep.url }),
    stepFunctions: desk.client,
    now: () => clock.now,
    log,
    secret: async () => 'webhook secret',
    requestsPerRun: 100,
    longestRunSeconds: 60,
    hasTime: () => true,
  };
  return { clock, desk, log, deps };
}

async function put(job: Job): Promise<Job> {
  expect(await jobs.table.create(job)).toBe(true);
  return job;
}

type Step = 'webhook' | 'forged' | 'poll' | 'register';

describe('the end of a wait', () => {
  it.each([
    ['done', DONE],
    ['failed', FAILED],
  ])(
    'comes exactly once in every order of webhooks, polls and token registration (%s)',
    async (end, answer) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom<Step>('webhook', 'forged', 'poll'), { maxLength: 5 }),
          fc.nat(5),
          fc.nat(5),
          fc.boolean(),
          async (hints, registerAt, endsAt, together) => {
            const { clock, desk, deps } = world();
            const job = await put(waitingJob());
            const steps: Step[] = hints.toSpliced(Math.min(registerAt, hints.length), 0, 'register');
            const token = desk.issue(`token-${job.jobId}`);
            service(RUNNING);
            const run = async (step: Step) => {
              const signature = step === 'forged' ? 'x'.repeat(43) : signJob(job.jobId, 'webhook secret');
              if (step === 'register') await awaitResult(deps, job.jobId, token, START);
              else if (step === 'poll') await pollSeparations(deps);
              else await receiveWebhook(deps, { jobId: job.jobId, signature, bodyBytes: 0 });
            };
            for (const [index, step] of steps.entries()) {
              if (index >= endsAt) service(answer);
              clock.now = new Date(clock.now.getTime() + 100_000);
              if (!together) await run(step);
            }
            service(answer);
            if (together) await Promise.all(steps.map(run));
            // The poller goes on for ever: it is what makes every order end.
            for (let round = 0; round < 2; round++) {
              clock.now = new Date(clock.now.getTime() + 400_000);
              await pollSeparations(deps);
            }
            expect(desk.ended).toHaveLength(1);
            expect(desk.ended[0]).toMatchObject({ token, success: end === 'done' });
            const settled = await jobs.table.get(job.jobId);
            expect(settled.dueAt).toBeUndefined();
            expect(settled.result?.kind).toBe(end);
            expect(settled.events.filter(({ what }) => what.startsWith('separat'))).toHaveLength(1);
          },
        ),
        { numRuns: 40 },
      );
    },
  );

  it('tells Step Functions ids only, and the failure in the words of the service', async () => {
    const { desk, deps } = world();
    const done = await put(waitingJob({ taskToken: desk.issue('t-done') }));
    service(DONE);
    expect(await settleJob(deps, done)).toBe('settled');
    expect(JSON.parse(desk.ended[0]?.text ?? '')).toEqual({
      jobId: done.jobId,
      stems: [
        { jobId: done.jobId, index: 0 },
        { jobId: done.jobId, index: 1 },
      ],
    });
    expect(await jobs.table.get(done.jobId)).toMatchObject({
      state: 'copying',
      separationHash: SEPARATION_HASH,
    });

    const failed = await put(waitingJob({ taskToken: desk.issue('t-failed') }));
    service(FAILED);
    await settleJob(deps, failed);
    expect(desk.ended[1]).toMatchObject({ success: false, text: expect.stringContaining('out of tune') });
    expect(desk.ended[1]?.text).toMatch(/^SeparationFailed /);
  });

  it('is made up for by the poller when its sender was cut off', async () => {
    const { clock, desk, deps } = world();
    const job = await put(waitingJob({ taskToken: desk.issue('t-cut') }));
    service(DONE);
    const broken = createTokenDesk();
    broken.mock.onAnyCommand().rejects(new Error('connection lost'));
    await expect(settleJob({ ...deps, stepFunctions: broken.client }, job)).rejects.toThrow(
      'connection lost',
    );
    expect((await jobs.table.get(job.jobId)).state).toBe('waiting');

    clock.now = new Date(START.getTime() + 61_000);
    const fresh = createTokenDesk();
    fresh.issue('t-cut');
    mvsep.seen.length = 0;
    await pollSeparations({ ...deps, stepFunctions: fresh.client });
    expect(fresh.ended).toHaveLength(1);
    expect(mvsep.seen).toHaveLength(0);
    expect((await jobs.table.get(job.jobId)).state).toBe('copying');
  });

  it('takes a dead token for an ended wait, but not a missing grant', async () => {
    const { desk, deps } = world();
    const job = await put(
      waitingJob({ taskToken: desk.issue('t-late'), result: { kind: 'done', stems: [] } }),
    );
    desk.expire('t-late');
    await endWait(deps, job);
    const denied = createTokenDesk();
    denied.mock
      .onAnyCommand()
      .rejects(Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' }));
    await expect(endWait({ ...deps, stepFunctions: denied.client }, job)).rejects.toThrow('not authorized');
  });

  it('comes with the registration of the token when the webhook was earlier, without another look', async () => {
    const { desk, deps } = world();
    const job = await put(waitingJob());
    service(DONE);
    await settleJob(deps, job);
    mvsep.seen.length = 0;
    await awaitResult(deps, job.jobId, desk.issue('t-early'), START);
    expect(desk.ended.map(({ token }) => token)).toEqual(['t-early']);
    expect(mvsep.seen).toHaveLength(0);
  });

  it('is left to the newer token when the older one turns out dead', async () => {
    const { desk, deps } = world();
    const stale = await put(waitingJob({ taskToken: 't-old', result: { kind: 'done', stems: [] } }));
    await jobs.table.change(stale.jobId, { at: START, set: { taskToken: desk.issue('t-new') } });
    await endWait(deps, stale);
    expect(await jobs.table.get(stale.jobId)).toMatchObject({ state: 'waiting', dueAt: stale.dueAt });
    await endWait(deps, await jobs.table.get(stale.jobId));
    expect(desk.ended.map(({ token }) => token)).toEqual(['t-new']);
  });

  it('keeps the newest token when a slow registration of an older one comes late', async () => {
    const { desk, deps } = world();
    const job = await put(waitingJob());
    const [older, newer] = [desk.issue('t-slow'), desk.issue('t-repeated')];
    await awaitResult(deps, job.jobId, newer, new Date(START.getTime() + 1_000));
    await awaitResult(deps, job.jobId, older, START);
    service(DONE);
    await settleJob(deps, await jobs.table.get(job.jobId));
    expect(desk.ended.map(({ token }) => token)).toEqual(['t-repeated']);
  });

  it('is refused for a job that has failed', async () => {
    const { desk, deps } = world();
    const job = await put(waitingJob({ state: 'failed' }));
    await expect(awaitResult(deps, job.jobId, desk.issue('t-late'), START)).rejects.toThrow('does not wait');
    expect((await jobs.table.get(job.jobId)).taskToken).toBeUndefined();
  });

  it('reaches the newest token when the waiting task was repeated', async () => {
    const { desk, deps } = world();
    const job = await put(waitingJob());
    service(RUNNING);
    await awaitResult(deps, job.jobId, desk.issue('t-1'), START);
    desk.expire('t-1');
    await awaitResult(deps, job.jobId, desk.issue('t-2'), START);
    service(DONE);
    await settleJob(deps, await jobs.table.get(job.jobId));
    expect(desk.ended.map(({ token }) => token)).toEqual(['t-2']);
  });
});

describe('a wait that goes on', () => {
  it('keeps the latest news, the long hash and the next time to look', async () => {
    const { deps } = world();
    const job = await put(waitingJob());
    service({ success: true, status: 'distributing', data: { finished_chunks: 1, all_chunks: 4 } });
    expect(await settleJob(deps, job)).toBe('pending');
    expect(await jobs.table.get(job.jobId)).toMatchObject({
      state: 'waiting',
      separationHash: SEPARATION_HASH,
      polls: 1,
      dueAt: '2026-08-12T12:00:20.000Z',
      progress: { status: 'distributing', finishedChunks: 1, allChunks: 4 },
    });
  });

  it.each([
    [{ success: true, status: 'done', data: { files: [] } }],
    [{ success: true, status: 'polishing', data: {} }],
    [{ success: false, status: 'not_found', data: {} }],
  ])('means %j', async (answer) => {
    const { desk, deps } = world();
    const job = await put(waitingJob({ separationHash: SEPARATION_HASH, taskToken: desk.issue('t') }));
    service(answer);
    expect(await settleJob(deps, job)).toBe('pending');
    expect(desk.ended).toHaveLength(0);
  });
});

describe('a webhook', () => {
  const body = { bodyBytes: 0 };

  it('is refused without the right signature, whatever it says, and asks nobody', async () => {
    const { deps } = world();
    const job = await put(waitingJob());
    mvsep.seen.length = 0;
    for (const signature of [
      '',
      'x',
      signJob(job.jobId, 'another secret'),
      `${signJob(job.jobId, 'webhook secret')}x`,
    ]) {
      expect(await receiveWebhook(deps, { jobId: job.jobId, signature, ...body })).toMatchObject({
        status: 404,
      });
    }
    expect(await receiveWebhook(deps, { jobId: '../x', signature: 'y', ...body })).toMatchObject({
      status: 404,
    });
    expect(mvsep.seen).toHaveLength(0);
    expect(await jobs.table.get(job.jobId)).toEqual(job);
  });

  it('is refused when its body is too large, and for a job that does not exist', async () => {
    const { deps } = world();
    const job = await put(waitingJob());
    const signature = signJob(job.jobId, 'webhook secret');
    expect(await receiveWebhook(deps, { jobId: job.jobId, signature, bodyBytes: 16_385 })).toMatchObject({
      status: 413,
    });
    const ghost = waitingJob().jobId;
    const ghostCall = { jobId: ghost, signature: signJob(ghost, 'webhook secret'), ...body };
    expect(await receiveWebhook(deps, ghostCall)).toMatchObject({ status: 404 });
  });

  it('is answered 200 when the service cannot be asked; the job keeps waiting', async () => {
    const { deps } = world();
    const job = await put(waitingJob());
    mvsep.answer(json({}, 500));
    const call = { jobId: job.jobId, signature: signJob(job.jobId, 'webhook secret'), ...body };
    expect(await receiveWebhook(deps, call)).toMatchObject({ status: 200 });
    expect((await jobs.table.get(job.jobId)).state).toBe('waiting');
  });

  it('changes nothing on a job that has ended', async () => {
    const { deps } = world();
    const job = await put(waitingJob({ state: 'done' }));
    const call = { jobId: job.jobId, signature: signJob(job.jobId, 'webhook secret'), ...body };
    expect(await receiveWebhook(deps, call)).toMatchObject({ status: 200 });
    expect(await jobs.table.get(job.jobId)).toEqual(job);
  });

  it('that comes before the hash is known is noted', async () => {
    const { deps } = world();
    const { remoteHash: _unknown, ...early } = waitingJob({ state: 'creating' });
    await put(early);
    const call = { jobId: early.jobId, signature: signJob(early.jobId, 'webhook secret'), ...body };
    expect(await receiveWebhook(deps, call)).toMatchObject({ status: 200 });
    expect((await jobs.table.get(early.jobId)).hintedAt).toBe(START.toISOString());
  });
});
