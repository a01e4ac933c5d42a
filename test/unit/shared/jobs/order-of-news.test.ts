import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pollSeparations } from '../../../../functions/pipeline/poll-separations/poll-separations.ts';
import { receiveWebhook } from '../../../../functions/pipeline/receive-webhook/receive-webhook.ts';
import { registerToken } from '../../../../functions/pipeline/separate/register-token.ts';
import { firstPoll } from '../../../../shared/jobs/poll-interval.ts';
import { rememberHash } from '../../../../shared/jobs/separation-hashes.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { uploadId } from '../../../../shared/jobs/upload-id.ts';
import { signAccount, signUpload } from '../../../../shared/jobs/webhook-signature.ts';
import { remoteHash } from '../../../../shared/mvsep/contract/remote-hash.ts';
import { useScriptedServer } from '../mvsep/scripted-server.ts';
import { createAdvancingService, type Ending } from './advancing-service.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { waitingStep } from './sample-job.ts';
import { createWaitingWorld, putStep, SECRET } from './waiting-world.ts';

/** Histories in one go: their steps lie in the same table, under the same poller. */
const TOGETHER = 12;
const ROUNDS = 12;

let server: JobTableServer;
const mvsep = useScriptedServer();
beforeAll(async () => {
  server = await startJobTableServer();
});
afterAll(() => server.stop());

/** What may happen to one step, in any order and any number of times. */
const NEWS = [
  'the service goes on',
  'the service goes far on',
  'a copy of the service lags behind',
  'the answer to the create arrives',
  'a webhook',
  'a webhook twice at once',
  'a webhook for the account, with the short hash',
  'a webhook for the account, with the long hash',
  'a forged webhook',
  'a webhook for another step',
  'a webhook of an earlier attempt',
  'the execution registers its token',
  'the execution registers its token again',
  'a slow registration of an older token',
  'a repetition of the task registers a new token',
  'the poller runs',
  'the poller runs twice at once',
  'the poller and a webhook at once',
  'a minute passes',
] as const;
type News = (typeof NEWS)[number];

interface History {
  readonly ending: Ending;
  /** A webhook is lost by not being among them. */
  readonly news: readonly News[];
}

/** Without these nothing happens, and several at once meet where one alone does not. */
const OFTEN: readonly News[] = [
  'the service goes far on',
  'the answer to the create arrives',
  'a webhook twice at once',
  'the poller and a webhook at once',
];

const history: fc.Arbitrary<History> = fc.record({
  ending: fc.constantFrom<Ending>('done', 'done', 'failed', 'link not fetched'),
  news: fc.array(fc.oneof(fc.constantFrom(...OFTEN), fc.constantFrom(...NEWS)), { maxLength: 10 }),
});

type World = ReturnType<typeof createWaitingWorld>;
type Service = ReturnType<typeof createAdvancingService>;

/** One step, and everything that can happen to it. */
async function createActor({ clock, desk, deps }: World, service: Service, { ending }: History) {
  const fresh = await putStep(
    server,
    { state: 'creating', work: 'look-up', dueAt: '2026-08-12T13:00:00.000Z' },
    (job, more) => {
      const { remoteHash: _unknown, createdAt: _never, ...step } = waitingStep(job, more);
      return step;
    },
  );
  const current = () => server.jobs.getStep(fresh);
  service.take(uploadId(fresh), ending);
  let [tokens, registeredAt, looks, seen] = [0, clock.now, 0, fresh];
  const tokenOf = (number: number) => `${fresh.jobId} ${number}`;

  async function create(): Promise<void> {
    const step = await current();
    if (step.state !== 'creating' && step.state !== 'queued') return;
    const name = uploadId(step);
    if (step.attempt > 1) service.take(name, 'done');
    // Bytes are a separation at once; a link becomes one.
    const hash =
      step.handoff === 'upload'
        ? { separationHash: service.longHash(name) }
        : { remoteHash: remoteHash.parse(service.remoteHash(name)) };
    const at = clock.now;
    const dueAt = step.hintedAt === undefined ? firstPoll(at, { webhook: true }) : at;
    await server.jobs.changeStep(step, {
      at,
      set: {
        ...hash,
        state: 'waiting',
        createdAt: at.toISOString(),
        work: 'poll',
        dueAt: dueAt.toISOString(),
      },
      when: { state: [step.state], equals: { attempt: step.attempt } },
    });
    await rememberHash(server.table, service.remoteHash(name), step, at);
  }

  /** By what was known when it was sent: it may be for an attempt that is over. */
  async function webhook(signature?: string): Promise<void> {
    const step = seen;
    const { jobId, step: name } = step;
    looks += 1;
    const signed = signature ?? signUpload(uploadId(step), SECRET);
    await receiveWebhook(deps, {
      jobId,
      step: name,
      signature: signed,
      body: Buffer.from('{"status":"failed"}'),
    });
  }

  async function accountWebhook(hash: string): Promise<void> {
    looks += 1;
    const body = Buffer.from(JSON.stringify({ hash, status: 'failed', success: false }));
    await receiveWebhook(deps, { signature: signAccount(SECRET), body });
  }

  async function poll(): Promise<void> {
    looks += 1;
    await pollSeparations(deps);
  }

  async function register(number: number, startedAt: Date): Promise<void> {
    await registerToken(deps, fresh, { taskToken: tokenOf(number), startedAt });
  }

  async function registerNew(): Promise<void> {
    // Step Functions gives a new token only while the task waits, and the old one is dead from then on.
    if (ended().length > 0) return;
    if (tokens > 0) desk.expire(tokenOf(tokens));
    tokens += 1;
    desk.issue(tokenOf(tokens));
    registeredAt = clock.now;
    await register(tokens, registeredAt);
  }

  const ended = () => desk.ended.filter(({ token }) => token.startsWith(`${fresh.jobId} `));
  const name = () => uploadId(seen);
  const other = () => signUpload(uploadId({ ...fresh, index: 7 }), SECRET);
  const earlier = () => (seen.attempt === 1 ? 'none' : signUpload(uploadId({ ...seen, attempt: 1 }), SECRET));

  const happen: Record<News, () => unknown> = {
    'the service goes on': () => service.advance(name()),
    'the service goes far on': () => service.advance(name(), 4),
    'a copy of the service lags behind': () => service.lagBehind(name()),
    'the answer to the create arrives': create,
    'a webhook': () => webhook(),
    'a webhook twice at once': () => Promise.all([webhook(), webhook()]),
    'a webhook for the account, with the short hash': () => accountWebhook(service.remoteHash(name())),
    'a webhook for the account, with the long hash': () => accountWebhook(service.longHash(name())),
    'a forged webhook': () => webhook('x'.repeat(43)),
    'a webhook for another step': () => webhook(other()),
    'a webhook of an earlier attempt': () => webhook(earlier()),
    'the execution registers its token': () => (tokens === 0 ? registerNew() : undefined),
    'the execution registers its token again': () =>
      tokens > 0 ? register(tokens, registeredAt) : undefined,
    'a slow registration of an older token': async () => {
      if (tokens > 1) await expect(register(tokens - 1, new Date(0))).rejects.toThrow('seems to be later');
    },
    'a repetition of the task registers a new token': registerNew,
    'the poller runs': poll,
    'the poller runs twice at once': () => Promise.all([poll(), poll()]),
    'the poller and a webhook at once': () => Promise.all([poll(), webhook()]),
    'a minute passes': () => clock.pass(60_000),
  };
  const unheard: readonly News[] = [
    'a forged webhook',
    'a webhook for another step',
    'a webhook of an earlier attempt',
  ];

  const elsewhere: readonly News[] = [
    'the service goes on',
    'the service goes far on',
    'a copy of the service lags behind',
    'a minute passes',
  ];

  return {
    ending,
    current,
    ended,
    looks: () => looks,
    gets: () => [1, 2].reduce((sum, attempt) => sum + service.gets(uploadId({ ...fresh, attempt })), 0),
    async happen(news: News) {
      const isUnheard = unheard.includes(news);
      const before = isUnheard ? await current() : seen;
      const requests = mvsep.seen.length;
      await happen[news]();
      if (elsewhere.includes(news)) return;
      seen = await current();
      checkForward(before, seen);
      if (isUnheard) expect([seen, mvsep.seen.length]).toEqual([before, requests]);
      // Whoever has a result is not asked about again.
      if (before.result !== undefined && news.startsWith('a webhook')) {
        expect(mvsep.seen).toHaveLength(requests);
      }
    },
    /** What is bound to happen in the end: the rest of the service, a token, the answer to the create. */
    async goToEnd() {
      if (tokens === 0) await registerNew();
      await create();
      seen = await current();
      service.advance(name(), 9);
    },
  };
}

const ORDER = ['creating', 'waiting', 'copying'];

/** No news moves a step back within its attempt, and a result stays what it is. */
function checkForward(before: Step, after: Step): void {
  expect(after.attempt).toBeGreaterThanOrEqual(before.attempt);
  if (after.attempt > before.attempt) expect(after.handoff).toBe('upload');
  else if (before.state !== 'queued') {
    expect(ORDER.indexOf(after.state)).toBeGreaterThanOrEqual(ORDER.indexOf(before.state));
  }
  if (before.result !== undefined) expect(after.result).toEqual(before.result);
  if (before.separationHash !== undefined && after.attempt === before.attempt) {
    expect(after.separationHash).toBe(before.separationHash);
  }
}

async function play(histories: readonly History[]): Promise<void> {
  const world = createWaitingWorld(server, mvsep.url);
  const service = createAdvancingService();
  mvsep.answer(service.answer);
  const actors = await Promise.all(histories.map((one) => createActor(world, service, one)));
  const longest = Math.max(...histories.map(({ news }) => news.length));
  for (let turn = 0; turn < longest; turn++) {
    for (const [index, actor] of actors.entries()) {
      const news = histories[index]?.news[turn];
      world.clock.pass(1_000);
      if (news !== undefined) await actor.happen(news);
    }
  }
  // The poller goes on for ever: it is what makes every order end, however many webhooks are lost.
  let rounds = 0;
  for (; rounds < 5 && actors.some(({ ended }) => ended().length === 0); rounds++) {
    for (const actor of actors) await actor.goToEnd();
    world.clock.pass(1_800_000);
    await pollSeparations(world.deps);
  }
  for (const actor of actors) {
    const step = await actor.current();
    const isDone = actor.ending !== 'failed';
    expect(actor.ended()).toHaveLength(1);
    expect(actor.ended()[0]).toMatchObject({ success: isDone });
    expect(step).toMatchObject({
      state: isDone ? 'copying' : 'waiting',
      result: isDone ? { kind: 'done', stems: [{ stem: 'drums' }, { stem: 'other' }] } : { kind: 'failed' },
      attempt: actor.ending === 'link not fetched' ? 2 : 1,
    });
    expect([step.work, step.dueAt]).toEqual([undefined, undefined]);
    expect(step.events.filter(({ what }) => what.startsWith('separat'))).toHaveLength(1);
    const allLooks = actors.reduce((sum, { looks }) => sum + looks(), 0) + rounds;
    expect(actor.gets()).toBeLessThanOrEqual(allLooks);
  }
}

describe('a step that waits for its separation', () => {
  it('ends exactly once and rightly, in whatever order the world tells of it', async () => {
    await fc.assert(fc.asyncProperty(fc.array(history, { minLength: TOGETHER, maxLength: TOGETHER }), play), {
      numRuns: ROUNDS,
    });
  }, 180_000);

  it('is asked about once when its webhook arrives, and once by the poller when that is lost', async () => {
    const world = createWaitingWorld(server, mvsep.url);
    const service = createAdvancingService();
    mvsep.answer(service.answer);
    const idle: History = { ending: 'done', news: [] };
    const actors = await Promise.all(Array.from({ length: 20 }, () => createActor(world, service, idle)));
    for (const actor of actors) {
      await actor.happen('the answer to the create arrives');
      await actor.happen('the execution registers its token');
    }
    for (const [index, actor] of actors.entries()) {
      // From half a minute to almost four, with a run of the poller each minute.
      world.clock.pass(10_000);
      if (index % 6 === 0) await pollSeparations(world.deps);
      await actor.happen('the service goes far on');
      await actor.happen('the service goes far on');
      if (index % 2 === 0) await actor.happen('a webhook');
    }
    world.clock.pass(240_000);
    await pollSeparations(world.deps);
    for (const actor of actors) {
      expect(actor.ended()).toHaveLength(1);
      expect(actor.gets()).toBe(1);
    }
  });
});
