import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Step } from '../../../../../shared/jobs/step.ts';
import { randomNumbers } from '../../../../upstream/random-numbers.ts';
import { type JobTableServer, startJobTableServer } from '../../../shared/jobs/job-table-server.ts';
import { START } from '../../../shared/jobs/sample-job.ts';
import { historyWorld } from './history-world.ts';
import type { Death } from './killable.ts';
import type { Fate } from './lossy-account.ts';

/** Beside the thousand that whole jobs live through in `test/unit/histories`: here every single call may be the last. */
const HISTORIES = 100;
const LONGEST_MS = 240_000;
const ROUNDS_OF_TROUBLE = 4;
const ROUNDS_OF_PEACE = 60;

let server: JobTableServer;
beforeEach(async () => {
  server = await startJobTableServer();
});
afterEach(() => server.stop());

type World = Awaited<ReturnType<typeof historyWorld>>;

const TROUBLES: readonly Fate[] = [
  'taken',
  'taken',
  'lost, had arrived',
  'lost, had arrived',
  'lost, never arrives',
  'lost, arrives late',
  'lost, arrives late',
  'down',
  'rejected',
  'bad link',
];

/** Runs of every kind, several at once, many of them killed at some call. */
async function trouble(world: World, chance: () => number): Promise<void> {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(chance() * items.length)];
  const death = (): Death | undefined =>
    chance() < 0.45
      ? { atCall: 1 + Math.floor(chance() * 22), when: chance() < 0.5 ? 'before' : 'after' }
      : undefined;
  world.setFates(() => pick(TROUBLES) ?? 'taken');
  for (const [index, ref] of world.steps.entries()) world.beginSeparate(ref, `first ${index}`, death());
  for (let round = 0; round < ROUNDS_OF_TROUBLE; round++) {
    for (const ref of world.turns.splice(0)) {
      const deliveries = chance() < 0.15 ? 0 : chance() < 0.3 ? 2 : 1;
      for (let copy = 0; copy < deliveries; copy++) world.beginSeparate(ref, undefined, death());
    }
    if (chance() < 0.8) world.beginClock(death());
    const ref = pick(world.steps);
    if (ref !== undefined && chance() < 0.3) world.beginSeparate(ref, `again ${round}`, death());
    if (ref !== undefined && chance() < 0.03) world.beginCancel(ref, death());
    await world.runs.settle();
    world.clock.now += Math.floor(chance() * chance() * 20 * 60_000);
    world.account.pass();
  }
}

/** Life goes on without failures: what is due is seen to, until every step has ended. */
async function peace(world: World): Promise<Step[]> {
  world.setFates(() => 'taken');
  for (let round = 0; round < ROUNDS_OF_PEACE; round++) {
    const open = (await world.records()).filter(({ result }) => result === undefined);
    if (open.length === 0) break;
    const next = Math.min(...open.map(({ dueAt }) => Date.parse(dueAt ?? '')));
    expect(next, 'a step is never forgotten').not.toBeNaN();
    world.clock.now = Math.max(world.clock.now + 90_000, next);
    world.account.pass();
    if (open.some(({ state }) => state !== 'waiting')) world.beginClock();
    for (const step of open) {
      if (step.work === 'poll' && Date.parse(step.dueAt ?? '') <= world.clock.now) world.beginPoll(step);
    }
    await world.runs.settle();
    for (const ref of world.turns.splice(0)) world.beginSeparate(ref, undefined);
    await world.runs.settle();
  }
  return world.records();
}

async function history(seed: number): Promise<void> {
  const chance = randomNumbers(seed);
  const choose = <Item>(...items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(chance() * items.length)] ?? items[0];
  const world = await historyWorld(server, {
    songs: choose(1, 1, 2),
    handoff: choose('link', 'link', 'upload'),
    atOnce: choose(1, 1, 2, Number.POSITIVE_INFINITY),
    accountAtOnce: choose(1, 2, Number.POSITIVE_INFINITY),
    start: new Date(START.getTime() + seed * 30 * 86_400_000),
    chance,
  });
  const about = `history ${seed}`;
  const unpaidTwice = (steps: readonly Step[]) => {
    for (const { jobId } of steps) {
      expect(world.account.charges(`${jobId}s`), `${about}: charges of ${jobId}`).toBeLessThanOrEqual(1);
    }
  };
  await trouble(world, chance);
  unpaidTwice(await world.records());
  const ended = await peace(world);
  for (const step of ended) {
    expect(step.result, `${about}: ${step.jobId} is ${step.state} and due ${step.dueAt}`).toBeDefined();
    const charged = world.account.charges(`${step.jobId}s`);
    if (step.result?.kind === 'failed' && step.result.charged === 'no') expect(charged, about).toBe(0);
  }
  // What is still on its way may arrive hours later.
  world.clock.now += 3 * 3_600_000;
  world.account.pass();
  unpaidTwice(ended);
  expect(world.runs.errors, about).toEqual([]);
  world.stop();
}

describe('a step is charged at most once, and ends', () => {
  it(
    `whatever is cut, killed, repeated or late (${HISTORIES} histories)`,
    async () => {
      for (let seed = 1; seed <= HISTORIES; seed++) await history(seed);
    },
    LONGEST_MS,
  );
});
