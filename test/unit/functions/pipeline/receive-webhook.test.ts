import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveWebhook } from '../../../../functions/pipeline/receive-webhook/receive-webhook.ts';
import { webhookRequest } from '../../../../functions/pipeline/receive-webhook/webhook-request.ts';
import { jobId } from '../../../../shared/jobs/job-id.ts';
import { createRequestAllowance } from '../../../../shared/jobs/request-allowance.ts';
import { rememberHash } from '../../../../shared/jobs/separation-hashes.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { uploadId } from '../../../../shared/jobs/upload-id.ts';
import { signAccount, signUpload } from '../../../../shared/jobs/webhook-signature.ts';
import { separationHash } from '../../../../shared/mvsep/contract/separation-hash.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { DRUMS, REMOTE_HASH, SEPARATION_HASH, START } from '../../shared/jobs/sample-job.ts';
import { createWaitingWorld, putStep, SECRET } from '../../shared/jobs/waiting-world.ts';
import { json, useScriptedServer } from '../../shared/mvsep/scripted-server.ts';

let server: JobTableServer;
const mvsep = useScriptedServer();
beforeAll(async () => {
  server = await startJobTableServer();
});
afterAll(() => server.stop());

const DONE = json({
  success: true,
  status: 'done',
  data: { files: [{ type: 'Drums', url: 'https://x/drums.wav' }] },
});
const EMPTY = Buffer.alloc(0);

const world = () => createWaitingWorld(server, mvsep.url);
const put = (more: Partial<Step> = {}) => putStep(server, { separationHash: SEPARATION_HASH, ...more });
const current = (step: Step) => server.jobs.getStep(step);

/** A request as HTTP API passes it on. */
const request = (pathParameters: Record<string, string>, body = '', isBase64Encoded = false) =>
  webhookRequest.parse({ rawPath: '/secret', pathParameters, body, isBase64Encoded });

const forStep = (step: Step, body = '', signature = signUpload(uploadId(step), SECRET)) =>
  request({ jobId: step.jobId, step: step.step, signature }, body);

const forAccount = (body: unknown, signature = signAccount(SECRET)) =>
  request({ signature }, typeof body === 'string' ? body : JSON.stringify(body));

describe('a webhook for one attempt', () => {
  it.each(['', '{', '{"status":"failed","success":false}', '\u0000', '[]'])(
    'has the service asked, whatever its body says: %j',
    async (body) => {
      const { desk, deps } = world();
      const step = await put({ taskToken: desk.issue(`t-${body}`) });
      mvsep.answer(DONE);
      expect(await receiveWebhook(deps, forStep(step, body))).toEqual({
        status: 200,
        body: { status: 'settled' },
      });
      expect(desk.ended).toHaveLength(1);
      expect((await current(step)).result?.kind).toBe('done');
    },
  );

  it('is refused when it is forged: nobody is asked, nothing is changed, nothing of it is logged', async () => {
    const { deps, log } = world();
    const step = await put();
    const right = signUpload(uploadId(step), SECRET);
    const other = await put();
    const forgeries = fc.oneof(
      fc.string(),
      fc.constantFrom(
        `${right}x`,
        right.slice(1),
        right.toUpperCase(),
        `${right}=`,
        signUpload(uploadId(step), 'another secret'),
        signUpload(uploadId(other), SECRET),
        signUpload(uploadId({ ...step, attempt: 2 }), SECRET),
        signUpload(uploadId({ ...step, index: 1 }), SECRET),
        signAccount(SECRET),
      ),
    );
    await fc.assert(
      fc.asyncProperty(forgeries, async (signature) => {
        expect(await receiveWebhook(deps, forStep(step, '', signature))).toEqual({
          status: 404,
          body: { status: 'not found' },
        });
      }),
    );
    for (const wrong of [
      { jobId: '../x', step: 'y' },
      { jobId: step.jobId, step: '../y' },
      { jobId: step.jobId, step: 'another-step' },
      { jobId: 'nosuchjob', step: step.step },
      { jobId: step.jobId },
    ]) {
      const answer = await receiveWebhook(deps, request({ ...wrong, signature: right }));
      expect(answer.status).toBe(404);
    }
    expect(mvsep.seen).toHaveLength(0);
    expect(await current(step)).toEqual(step);
    expect(log.lines).toEqual([]);
  });

  it('is refused when its body is too large, but only after its signature', async () => {
    const { deps } = world();
    const step = await put();
    const body = 'x'.repeat(16_385);
    expect(await receiveWebhook(deps, forStep(step, body))).toMatchObject({ status: 413 });
    expect(await receiveWebhook(deps, forStep(step, body, 'forged'))).toMatchObject({ status: 404 });
    mvsep.answer(DONE);
    expect(await receiveWebhook(deps, forStep(step, body.slice(1)))).toMatchObject({ status: 200 });
    expect(await current(step)).toMatchObject({ result: { kind: 'done' } });
  });

  it('for an earlier attempt is accepted, and says nothing about the latest', async () => {
    const { deps } = world();
    const step = await put({ attempt: 3 });
    for (const attempt of [1, 2]) {
      const signature = signUpload(uploadId({ ...step, attempt }), SECRET);
      expect(await receiveWebhook(deps, forStep(step, '', signature))).toMatchObject({ status: 200 });
    }
    expect(mvsep.seen).toHaveLength(0);
    expect(await current(step)).toEqual(step);
  });

  it('that comes before the hash is known is noted', async () => {
    const { deps } = world();
    const at = START.toISOString();
    const creatingUntil = new Date(START.getTime() + 60_000).toISOString();
    const early = await put({ state: 'creating', work: 'look-up', dueAt: creatingUntil, creatingUntil });
    expect(await receiveWebhook(deps, forStep(early))).toMatchObject({ body: { status: 'noted' } });
    expect(await current(early)).toMatchObject({ hintedAt: at, dueAt: creatingUntil });
    expect(mvsep.seen).toHaveLength(0);
  });

  it('has a request whose answer was lost looked up at once', async () => {
    const { clock, deps } = world();
    const creatingUntil = START.toISOString();
    const dueAt = new Date(START.getTime() + 600_000).toISOString();
    const lost = await put({ state: 'creating', work: 'look-up', dueAt, creatingUntil });
    clock.pass(1000);
    await receiveWebhook(deps, forStep(lost));
    expect(await current(lost)).toMatchObject({ dueAt: clock.now.toISOString(), work: 'look-up' });
  });

  it.each(['blocked', 'queued', 'copying', 'done', 'failed'] as const)(
    'changes nothing on a step that is %s',
    async (state) => {
      const { deps } = world();
      const step = await put({ state });
      expect(await receiveWebhook(deps, forStep(step))).toMatchObject({ status: 200 });
      expect(await current(step)).toEqual(step);
      expect(mvsep.seen).toHaveLength(0);
    },
  );

  it('is answered 200 when the service cannot be asked, and has the poller look at once', async () => {
    const { clock, deps, log } = world();
    const dueAt = new Date(START.getTime() + 600_000).toISOString();
    const step = await put({ dueAt });
    clock.pass(5_000);
    mvsep.answer(json({}, 500));
    const call = forStep(step);
    expect(await receiveWebhook(deps, call)).toMatchObject({ status: 200, body: { status: 'not checked' } });
    expect(await current(step)).toMatchObject({ state: 'waiting', dueAt: clock.now.toISOString(), polls: 0 });
    expect(log.lines.join()).not.toContain(call.signature);
  });

  it('has the poller look at once when there is no place in the budget of requests', async () => {
    const { clock, deps } = createWaitingWorld(
      server,
      mvsep.url,
      createRequestAllowance({
        table: server.table,
        requestsPerMinute: 6,
        patienceMs: 1_500,
        now: () => clock.now,
      }),
    );
    mvsep.answer(DONE);
    const dueAt = new Date(START.getTime() + 600_000).toISOString();
    const [first, second] = [await put({ dueAt }), await put({ dueAt })];
    expect(await receiveWebhook(deps, forStep(first))).toMatchObject({ body: { status: 'settled' } });
    expect(await receiveWebhook(deps, forStep(second))).toMatchObject({ body: { status: 'not checked' } });
    expect(await current(second)).toMatchObject({ dueAt: START.toISOString() });
    expect(mvsep.seen).toHaveLength(1);
  });
});

describe('a webhook for the account', () => {
  it('leads by its hash to the step, which the service is asked about', async () => {
    const { deps } = world();
    mvsep.answer(DONE);
    for (const wrap of [(hash: string) => ({ hash }), (hash: string) => ({ data: { hash, files: 7 } })]) {
      const step = await put();
      await rememberHash(server.table, SEPARATION_HASH, step, START);
      expect(await receiveWebhook(deps, forAccount(wrap(SEPARATION_HASH)))).toMatchObject({
        body: { status: 'settled' },
      });
      expect((await current(step)).result?.kind).toBe('done');
    }
  });

  it('leads by the upload id in its hash to a step whose link has become a separation we do not know of', async () => {
    const { deps } = world();
    const step = await putStep(server, { remoteHash: REMOTE_HASH });
    const hash = separationHash.parse(`20260812120000-0123456789-${uploadId(step)}.wav`);
    const remote = json({ success: true, status: 'done', data: { hash } });
    mvsep.answer(remote, DONE);
    expect(await receiveWebhook(deps, forAccount({ hash }))).toMatchObject({ body: { status: 'settled' } });
    expect(await current(step)).toMatchObject({ separationHash: hash, result: { kind: 'done' } });
  });

  it.each([
    ['an empty body', ''],
    ['no JSON', '{'],
    ['no hash', { status: 'done' }],
    ['a hash that is none', { hash: 7, data: { hash: '' } }],
    ['a hash of nobody', { hash: '20260812120000-0123456789-someone-elses.wav' }],
    ['the name of a job that is not', { hash: '20260812120000-0123456789-nosuchjobs0n1.wav' }],
  ])('is accepted with %s, and nobody is asked', async (_, body) => {
    const { deps } = world();
    expect(await receiveWebhook(deps, forAccount(body))).toMatchObject({ status: 200 });
    expect(mvsep.seen).toHaveLength(0);
  });

  it('is refused when it is forged or too large', async () => {
    const { deps } = world();
    const step = await put();
    await rememberHash(server.table, SEPARATION_HASH, step, START);
    const body = { hash: SEPARATION_HASH };
    for (const signature of ['', 'x', signAccount('another'), signUpload(uploadId(step), SECRET)]) {
      expect(await receiveWebhook(deps, forAccount(body, signature))).toMatchObject({ status: 404 });
    }
    const large = { hash: SEPARATION_HASH, filling: 'x'.repeat(16_384) };
    expect(await receiveWebhook(deps, forAccount(large))).toMatchObject({ status: 413 });
    expect(mvsep.seen).toHaveLength(0);
    expect(await current(step)).toEqual(step);
  });
});

describe('a request', () => {
  it('is read with a body in Base64, as text, or with none', () => {
    const path = { jobId: jobId.parse('job1'), step: DRUMS, signature: 's' };
    expect(request(path, 'aGk=', true).body).toEqual(Buffer.from('hi'));
    expect(request(path, 'hé').body).toEqual(Buffer.from('hé'));
    expect(webhookRequest.parse({ pathParameters: path })).toEqual({ ...path, body: EMPTY });
  });
});

describe('a webhook as a sign that the service sends them', () => {
  it('counts when it is signed, and not when it is forged', async () => {
    const noted: string[] = [];
    const deps = { ...world().deps, noteWebhook: async () => void noted.push('noted') };
    const step = await put();
    mvsep.answer(DONE);
    await receiveWebhook(deps, forStep(step, '', 'forged'));
    await receiveWebhook(deps, forAccount('', 'forged'));
    expect(noted).toEqual([]);
    await receiveWebhook(deps, forStep(step));
    await receiveWebhook(deps, forAccount(''));
    expect(noted).toHaveLength(2);
  });
});
