import { setTimeout } from 'node:timers/promises';
import { type ExecutionListItem, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { output } from '../../infra/start/output.ts';
import { formOf } from './form-of.ts';
import { holdSlots } from './hold-slots.ts';
import { PLANS, type Plan, QueueWatch, type WatchedJob } from './queue-watch.ts';
import { readLedger, sumOf } from './read-ledger.ts';
import { SHORT_SONG } from './short-songs.ts';
import { openCustomer, type TestCustomer } from './test-customer.ts';
import { TestEngine } from './test-engine.ts';

/** 200 in all. Without premium one may wait at a time, and 50 be created a day. */
const JOBS = { premium: 160, registered: 20, unregistered: 20 } as const;
/** How many creates the premium caller sends at once. */
const AT_ONCE = 6;
/** Of so many premium jobs one is kept; the others are cancelled. */
const KEPT_OF = 4;
const CREDITS = 500;
const POLL_EVERY_MILLISECONDS = 150;
/** Between two looks the queue is left to itself, or it would be asked about more than it is worked on. */
const LOOK_EVERY_MILLISECONDS = 200;
const TIME_FOR_ALL = 240_000;
/** From leaving the queue to the start that Step Functions lists. */
const SLACK_MILLISECONDS = 1_000;
const ONE_AT_A_TIME = 'You already have unprocessed file in queue. Please wait before adding new file!';

let engine: TestEngine;
let premium: TestCustomer;
let registered: TestCustomer;
let watch: QueueWatch;
beforeAll(async () => {
  engine = await TestEngine.start({ assembly: inject('openEngineAssembly') });
  premium = await openCustomer(engine, 'premium', CREDITS);
  registered = await openCustomer(engine, 'registered');
  watch = new QueueWatch(engine.wire);
});
afterAll(() => engine.stop());

const formFor = (token: string) =>
  formOf({
    audiofile: SHORT_SONG,
    sep_type: '55',
    output_format: '1',
    ...(token === '' ? {} : { api_token: token }),
  });

function create(plan: Plan, token: string): Promise<WatchedJob> {
  return watch.changing(async () => {
    const askedAt = Date.now();
    const { data } = await engine.wire.answer('separation/create', { form: formFor(token) });
    return watch.add(plan, data.hash, askedAt);
  });
}

const ended = ({ status }: WatchedJob): boolean => ['done', 'failed', 'not_found'].includes(status);

async function untilEnded(job: WatchedJob): Promise<void> {
  while (!ended(job)) {
    await watch.get(job);
    await setTimeout(POLL_EVERY_MILLISECONDS);
  }
}

async function lookAndPause(): Promise<void> {
  await watch.look();
  await setTimeout(LOOK_EVERY_MILLISECONDS);
}

/** Somebody without premium: one job after the other. */
async function createOneByOne(plan: Plan, token: string): Promise<void> {
  for (let made = 0; made < JOBS[plan]; made++) {
    const job = await create(plan, token);
    if (made === 0) {
      const refused = await engine.wire.refusal('separation/create', { form: formFor(token) });
      expect(refused).toMatchObject({ status: 400, message: ONE_AT_A_TIME });
    }
    await untilEnded(job);
  }
}

/** Somebody with premium: many at once. */
async function createAll(): Promise<void> {
  let left: number = JOBS.premium;
  const createSome = async () => {
    while (left-- > 0) await create('premium', premium.token);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, createSome));
}

/** Cancels most of the premium jobs. Answers how many. */
async function cancelMost(): Promise<number> {
  const jobs = watch.jobs.filter(({ plan }) => plan === 'premium');
  const unwanted = jobs.filter((_, index) => index % KEPT_OF !== 0);
  for (const { hash } of unwanted) {
    const form = new URLSearchParams({ api_token: premium.token, hash });
    await watch.changing(() => engine.wire.answer('separation/cancel', { form }));
  }
  return unwanted.length;
}

/** Names of executions may hold fewer kinds of characters than hashes. */
const plain = (hash: string): string => hash.replaceAll(/[^A-Za-z0-9]/g, '-');

/** When the execution of each separation was started. */
async function executions(): Promise<Map<string, number>> {
  const stateMachineArn = output(engine.cloud, 'Engine', 'WorkflowArn');
  const all: ExecutionListItem[] = [];
  let nextToken: string | undefined;
  do {
    const page = await engine.stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn, ...(nextToken === undefined ? {} : { nextToken }) }),
    );
    all.push(...(page.executions ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return new Map(all.map(({ name = '', startDate }) => [plain(name), startDate?.getTime() ?? 0]));
}

/** Whether the first has to be started before the second when both wait. */
function comesBefore(first: WatchedJob, second: WatchedJob): boolean {
  const lines = PLANS.indexOf(first.plan) - PLANS.indexOf(second.plan);
  return lines === 0 ? first.createdAt < second.askedAt : lines < 0;
}

describe('a premium, a registered and an anonymous caller who create at once', {
  timeout: TIME_FOR_ALL,
}, () => {
  let cancelled = 0;

  it('are told the truth at every look, premium first, first come first served', async () => {
    const held = await holdSlots(engine);
    const others = Promise.all([
      createOneByOne('registered', registered.token),
      createOneByOne('unregistered', ''),
    ]);
    let [created, over] = [false, false];
    const premiumCreated = createAll().finally(() => {
      created = true;
    });
    while (!created) await lookAndPause();
    await premiumCreated;
    await watch.countAll();
    cancelled = await cancelMost();
    await watch.countAll();

    await held.release();
    const work = others.finally(() => {
      over = true;
    });
    while (!over) await lookAndPause();
    await work;
    for (const job of watch.jobs) await untilEnded(job);

    expect(watch.contradictions).toEqual([]);
    expect(watch.jobs).toHaveLength(JOBS.premium + JOBS.registered + JOBS.unregistered);
    expect(watch.jobs.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(watch.jobs.filter(({ status }) => status === 'done')).toHaveLength(watch.jobs.length - cancelled);
  });

  it('were started in the order of their lines', async () => {
    const starts = await executions();
    const jobs = watch.jobs.flatMap((job) => {
      const start = starts.get(plain(job.hash));
      return start === undefined ? [] : [{ ...job, start }];
    });
    expect(jobs.length).toBe(watch.jobs.length - cancelled);
    const overtaken = jobs.filter((late) =>
      jobs.some(
        (early) =>
          comesBefore(late, early) &&
          late.createdAt + SLACK_MILLISECONDS < early.start &&
          late.start > early.start + SLACK_MILLISECONDS,
      ),
    );
    expect(overtaken).toEqual([]);
  });

  it('leave nothing behind in the queue, and an exact ledger', async () => {
    const { queue } = await engine.wire.answer('app/queue');
    expect(queue).toEqual({ in_process: 0, premium: 0, registered: 0, unregistered: 0 });
    const { balance, lines } = await readLedger(engine, premium);
    expect(sumOf(lines)).toBe(balance);
    expect(balance).toBe(CREDITS - (JOBS.premium - cancelled));
    expect(lines.filter(({ reason }) => reason === 'refund')).toHaveLength(cancelled);
    const user = await engine.wire.answer('app/user', { query: { api_token: premium.token } });
    expect(user.data).toMatchObject({ premium_minutes: balance, current_queue: [] });
    const free = await readLedger(engine, registered);
    expect(free.balance).toBe(0);
    expect(sumOf(free.lines)).toBe(0);
    const left = await engine.wire.answer('app/queue', { query: { api_token: registered.token } });
    expect(left.plan).toEqual({ plan: 'registered', queue: 0 });
    expect(left.free_separations).toEqual({ left: 50 - JOBS.registered, max: 50 });
  });
});
