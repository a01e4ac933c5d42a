import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pollSeparations } from '../../../../functions/pipeline/poll-separations/poll-separations.ts';
import { registerToken } from '../../../../functions/pipeline/separate/register-token.ts';
import { endWait } from '../../../../shared/jobs/end-wait.ts';
import { resumptionOf } from '../../../../shared/jobs/plan-retry.ts';
import { findByHash } from '../../../../shared/jobs/separation-hashes.ts';
import { settleStep } from '../../../../shared/jobs/settle-step.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { storeResult } from '../../../../shared/jobs/store-result.ts';
import { cut, html, json, useScriptedServer } from '../mvsep/scripted-server.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { DRUMS, REMOTE_HASH, SEPARATION_HASH, START } from './sample-job.ts';
import { createTokenDesk } from './token-desk.ts';
import { createWaitingWorld, putStep } from './waiting-world.ts';

let server: JobTableServer;
const mvsep = useScriptedServer();
beforeAll(async () => {
  server = await startJobTableServer();
});
afterAll(() => server.stop());

const FILES = [
  { type: 'Drums', url: 'https://x/storage/drums.wav', bytes: 10, download: 'drums.wav' },
  { type: 'Other', url: 'https://x/storage/other.wav', download: 'other.wav' },
];
const DONE = { success: true, status: 'done', data: { files: FILES } };
const FAILED = { success: true, status: 'failed', data: { message: 'out of tune' } };
const RUNNING = { success: true, status: 'processing', data: {} };
const NOT_FOUND = { success: false, status: 'not_found', data: { message: 'not found' } };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The service, as it stands: get-remote knows the separation, and get answers this. */
function service(getAnswer: unknown, remoteAnswer?: unknown): void {
  const remote = remoteAnswer ?? { success: true, status: 'done', data: { hash: SEPARATION_HASH } };
  mvsep.answer((response, request) => {
    json(request.url.startsWith('/api/separation/get-remote') ? remote : getAnswer)(response, request);
  });
}

const world = () => createWaitingWorld(server, mvsep.url);
const put = (more: Partial<Step> = {}) => putStep(server, more);
const current = (step: Step) => server.jobs.getStep(step);

describe('the end of a wait', () => {
  it('tells Step Functions ids only, and the failure in the words of the service', async () => {
    const { desk, deps } = world();
    const done = await put({ taskToken: desk.issue('t-done') });
    service(DONE);
    expect(await settleStep(deps, done)).toBe('settled');
    const { jobId } = done;
    expect(JSON.parse(desk.ended[0]?.text ?? '')).toEqual({
      jobId,
      step: DRUMS,
      stems: [
        { jobId, step: DRUMS, index: 0 },
        { jobId, step: DRUMS, index: 1 },
      ],
    });
    const copying = await current(done);
    expect(copying).toMatchObject({
      state: 'copying',
      separationHash: SEPARATION_HASH,
      polls: 1,
      result: {
        kind: 'done',
        stems: [
          { stem: 'drums', url: 'https://x/storage/drums.wav', bytes: 10, key: `${done.folder}/drums.wav` },
          { stem: 'other', url: 'https://x/storage/other.wav', key: `${done.folder}/other.wav` },
        ],
      },
    });
    expect([copying.work, copying.dueAt]).toEqual([undefined, undefined]);

    const failed = await put({ taskToken: desk.issue('t-failed') });
    service(FAILED);
    await settleStep(deps, failed);
    expect(desk.ended[1]).toMatchObject({ success: false, text: expect.stringContaining('out of tune') });
    expect(desk.ended[1]?.text).toMatch(/^SeparationFailed /);
    expect((await current(failed)).result).toMatchObject({ kind: 'failed', charged: 'maybe' });
  });

  it('is made up for by the poller when its sender was cut off, without another look', async () => {
    const { clock, desk, deps } = world();
    const step = await put({ taskToken: desk.issue('t-cut') });
    service(DONE);
    const broken = createTokenDesk();
    broken.mock.onAnyCommand().rejects(new Error('connection lost'));
    await expect(settleStep({ ...deps, stepFunctions: broken.client }, step)).rejects.toThrow(
      'connection lost',
    );
    expect((await current(step)).state).toBe('waiting');

    clock.pass(61_000);
    mvsep.seen.length = 0;
    await pollSeparations(deps);
    expect(desk.ended).toHaveLength(1);
    expect(mvsep.seen).toHaveLength(0);
    expect((await current(step)).state).toBe('copying');
  });

  it('is looked after less and less often when no token comes', async () => {
    const { clock, deps } = world();
    const step = await put();
    service(DONE);
    await settleStep(deps, step);
    const rests: number[] = [];
    for (let round = 0; round < 9; round++) {
      const { dueAt = '' } = await current(step);
      rests.push(Date.parse(dueAt) - clock.now.getTime());
      clock.now = new Date(dueAt);
      expect(await settleStep(deps, await current(step))).toBe('settled');
    }
    expect(rests).toEqual(rests.toSorted((left, right) => left - right));
    expect([rests[0], rests.at(-1)]).toEqual([MINUTE_MS, HOUR_MS]);
  });

  it('takes a dead token for an ended wait, but not a missing grant', async () => {
    const { desk, deps } = world();
    const step = await put({ taskToken: desk.issue('t-late'), result: { kind: 'done', stems: [] } });
    desk.expire('t-late');
    await endWait(deps, step);
    const denied = createTokenDesk();
    denied.mock
      .onAnyCommand()
      .rejects(Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' }));
    await expect(endWait({ ...deps, stepFunctions: denied.client }, step)).rejects.toThrow('not authorized');
  });

  it('comes with the registration of the token when the webhook was earlier, without another look', async () => {
    const { desk, deps } = world();
    const step = await put();
    service(DONE);
    await settleStep(deps, step);
    mvsep.seen.length = 0;
    await registerToken(deps, step, { taskToken: desk.issue('t-early'), startedAt: START });
    expect(desk.ended.map(({ token }) => token)).toEqual(['t-early']);
    expect(mvsep.seen).toHaveLength(0);
  });

  it('is left to the newer token when the older one turns out dead', async () => {
    const { desk, deps } = world();
    const stale = await put({ taskToken: 't-old', result: { kind: 'done', stems: [] } });
    await server.jobs.changeStep(stale, { at: START, set: { taskToken: desk.issue('t-new') } });
    await endWait(deps, stale);
    expect(await current(stale)).toMatchObject({ state: 'waiting', work: 'poll', dueAt: stale.dueAt });
    await endWait(deps, await current(stale));
    expect(desk.ended.map(({ token }) => token)).toEqual(['t-new']);
  });
});

describe('a result', () => {
  const failed = { kind: 'failed', error: 'JobCancelled', reason: 'because', charged: 'no' } as const;

  it('counts when it is the first, and no more after it', async () => {
    const { desk, deps } = world();
    const step = await put({ taskToken: desk.issue('t-first') });
    expect(await storeResult(deps, step, failed)).toBeDefined();
    service(DONE);
    expect(await settleStep(deps, step)).toBe('not-waiting');
    expect(desk.ended).toHaveLength(1);
    expect((await current(step)).result).toEqual(failed);
  });

  it.each(['blocked', 'queued', 'creating', 'waiting'] as const)(
    'is taken in the state %s',
    async (state) => {
      const { desk, deps } = world();
      const step = await put({ state, taskToken: desk.issue(`t-${state}`) });
      expect(await storeResult(deps, step, failed)).toMatchObject({ state: 'waiting', result: failed });
      expect(desk.ended).toHaveLength(1);
    },
  );

  it.each(['copying', 'done', 'failed'] as const)('is refused in the state %s', async (state) => {
    const { desk, deps } = world();
    const step = await put({ state, taskToken: desk.issue(`t-${state}`) });
    expect(await storeResult(deps, step, failed)).toBeUndefined();
    expect([desk.ended.length, await current(step)]).toEqual([0, step]);
  });

  it('of an earlier attempt is not taken for that of the next', async () => {
    const { deps } = world();
    const step = await put({ separationHash: SEPARATION_HASH });
    await server.jobs.changeStep(step, { at: START, set: { attempt: 2 } });
    service(DONE);
    expect(await settleStep(deps, step)).toBe('not-waiting');
    expect((await current(step)).result).toBeUndefined();
  });
});

describe('a wait that goes on', () => {
  it('keeps the latest news, the long hash and the next time to look', async () => {
    const { deps } = world();
    const step = await put();
    service({ success: true, status: 'distributing', data: { finished_chunks: 1, all_chunks: 4 } });
    expect(await settleStep({ ...deps, webhooksExpected: async () => false }, step)).toBe('pending');
    expect(await current(step)).toMatchObject({
      state: 'waiting',
      separationHash: SEPARATION_HASH,
      polls: 1,
      dueAt: '2026-08-12T12:00:15.000Z',
      progress: { status: 'distributing', finishedChunks: 1, allChunks: 4 },
    });
    expect(await findByHash(server.table, SEPARATION_HASH)).toEqual({ jobId: step.jobId, step: DRUMS });
  });

  it('is asked about later, the farther back it is in the queue of the service', async () => {
    const { deps } = world();
    const waits: number[] = [];
    for (const current_order of [0, 5, 50]) {
      const step = await put({ separationHash: SEPARATION_HASH });
      service({ success: true, status: 'waiting', data: { current_order, queue_count: 60 } });
      await settleStep({ ...deps, webhooksExpected: async () => false }, step);
      waits.push(Date.parse((await current(step)).dueAt ?? '') - START.getTime());
    }
    expect(waits).toEqual([15_000, 65_000, 515_000]);
  });

  it.each([
    [{ success: true, status: 'done', data: { files: [] } }],
    [{ success: true, status: 'polishing', data: {} }],
    [NOT_FOUND],
  ])('means %j', async (answer) => {
    const { desk, deps } = world();
    const step = await put({ separationHash: SEPARATION_HASH, taskToken: desk.issue('t') });
    service(answer);
    expect(await settleStep(deps, step)).toBe('pending');
    expect(desk.ended).toHaveLength(0);
  });

  it.each([
    ['HTTP 502', html(502), 'MvsepUnavailable'],
    ['a cut connection', cut, 'MvsepUnavailable'],
    ['a page', html(200), 'MvsepProtocolError'],
  ])('is not ended by %s', async (_, answer, error) => {
    const { deps } = world();
    const step = await put({ separationHash: SEPARATION_HASH });
    mvsep.answer(answer);
    await expect(settleStep(deps, step)).rejects.toMatchObject({ name: error });
    expect(await current(step)).toEqual(step);
  });
});

describe('a link that the service could not fetch', () => {
  const remoteFailed = { success: true, status: 'failed', data: { message: 'HTTP 403' } };

  it('is followed by the bytes, once', async () => {
    const { deps } = world();
    const step = await put();
    service(RUNNING, remoteFailed);
    expect(await settleStep(deps, step)).toBe('requeued');
    const queued = await current(step);
    expect(queued).toMatchObject({ state: 'queued', work: 'turn', handoff: 'upload', attempt: 2 });
    expect([queued.remoteHash, queued.result]).toEqual([undefined, undefined]);
    // Another look that began before changes nothing.
    expect(await settleStep(deps, step)).toBe('not-waiting');
    expect(await current(step)).toEqual(queued);
  });

  it('fails the step, without a charge, where bytes were sent already', async () => {
    const { deps } = world();
    const sent = await put({ handoff: 'upload' });
    service(RUNNING, remoteFailed);
    expect(await settleStep(deps, sent)).toBe('settled');
    expect((await current(sent)).result).toEqual({
      kind: 'failed',
      error: 'SeparationFailed',
      reason: 'The separation service reports: HTTP 403',
      charged: 'no',
    });
  });
});

describe('a service that cannot be meant', () => {
  it('is not asked about what was requested from another one, and a retry may go on there', async () => {
    const { deps } = world();
    const step = await put({ separationHash: SEPARATION_HASH, upstream: 'old.test' });
    service(NOT_FOUND, NOT_FOUND);
    expect(await settleStep({ ...deps, upstream: 'new.test' }, step)).toBe('settled');
    const { result } = await current(step);
    expect(result).toMatchObject({ error: 'UpstreamChanged', charged: 'yes' });
    expect(JSON.stringify(result)).toMatch(/requested from old\.test.*new\.test now/);
    if (result?.kind !== 'failed') throw new Error('no failure');
    const failure = { ...result, at: START.toISOString(), phase: 'waiting' };
    expect(resumptionOf({ ...step, state: 'failed', result, failure }, false)).toBe('wait');
  });

  it('is not believed when it gives a link the separation of another job', async () => {
    const { deps } = world();
    const [step, other] = [await put(), await put()];
    const hash = (id: string) => `20260812120000-0123456789-${id}s0n1.wav`;
    const became = (id: string) => ({ success: true, status: 'done', data: { hash: hash(id) } });
    service(DONE, became(other.jobId));
    expect(await settleStep(deps, step)).toBe('pending');
    expect((await current(step)).separationHash).toBeUndefined();
    service(DONE, became(step.jobId));
    expect(await settleStep(deps, await current(step))).toBe('settled');
    expect((await current(step)).separationHash).toBe(hash(step.jobId));
  });
});

describe('a separation that the service does not know', () => {
  it.each([
    ['as an upload', { separationHash: SEPARATION_HASH, remoteHash: undefined }],
    ['as a link', { remoteHash: REMOTE_HASH }],
  ])('is given up half an hour after its creation when it never did (%s)', async (_, hashes) => {
    const { clock, deps } = world();
    const step = await put(hashes);
    service(NOT_FOUND, NOT_FOUND);
    for (const minutes of [1, 10, 29]) {
      clock.now = new Date(START.getTime() + minutes * MINUTE_MS);
      expect(await settleStep(deps, await current(step))).toBe('pending');
    }
    clock.now = new Date(START.getTime() + 30 * MINUTE_MS);
    expect(await settleStep(deps, await current(step))).toBe('settled');
    const { result } = await current(step);
    expect(result).toMatchObject({ error: 'SeparationFailed', charged: 'maybe' });
    expect(JSON.stringify(result)).toContain('does not know this separation');
  });

  it('any more is given up after five minutes, but not for one slip', async () => {
    const { clock, deps } = world();
    const step = await put({ separationHash: SEPARATION_HASH });
    service(RUNNING);
    await settleStep(deps, step);
    clock.pass(2 * HOUR_MS);
    service(NOT_FOUND);
    expect(await settleStep(deps, await current(step))).toBe('pending');
    clock.pass(4 * MINUTE_MS);
    service(RUNNING);
    expect(await settleStep(deps, await current(step))).toBe('pending');
    service(NOT_FOUND);
    expect(await settleStep(deps, await current(step))).toBe('pending');
    clock.pass(4 * MINUTE_MS);
    expect(await settleStep(deps, await current(step))).toBe('pending');
    clock.pass(1 * MINUTE_MS);
    expect(await settleStep(deps, await current(step))).toBe('settled');
  });
});

describe('a separation that takes too long', () => {
  it.each([
    ['yes', { separationHash: SEPARATION_HASH }, RUNNING],
    ['maybe', { remoteHash: REMOTE_HASH }, { success: true, status: 'waiting', data: {} }],
  ])('times out, charged: %s', async (charged, hashes, answer) => {
    const { clock, deps } = world();
    const step = await put(hashes);
    service(answer, answer);
    clock.pass(24 * HOUR_MS - 1);
    expect(await settleStep(deps, step)).toBe('pending');
    clock.pass(1);
    expect(await settleStep(deps, await current(step))).toBe('settled');
    expect((await current(step)).result).toMatchObject({ error: 'SeparationTimedOut', charged });
  });

  it('still counts as done when it is, however late', async () => {
    const { clock, deps } = world();
    const step = await put();
    service(DONE);
    clock.pass(30 * 24 * HOUR_MS);
    expect(await settleStep(deps, step)).toBe('settled');
    expect((await current(step)).result?.kind).toBe('done');
  });

  it('gets twice the time while the service cannot be asked', async () => {
    const { clock, deps } = world();
    const step = await put({ separationHash: SEPARATION_HASH });
    mvsep.answer(html(503));
    clock.pass(48 * HOUR_MS - 1);
    await expect(settleStep(deps, step)).rejects.toMatchObject({ name: 'MvsepUnavailable' });
    clock.pass(1);
    expect(await settleStep(deps, step)).toBe('settled');
    expect((await current(step)).result).toMatchObject({ error: 'SeparationTimedOut', charged: 'yes' });
  });
});
