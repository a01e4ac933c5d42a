import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { giveTurn, giveTurnBack } from '../../../../shared/jobs/give-turn.ts';
import { heldSlots, releaseSlot } from '../../../../shared/jobs/slots.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { takeOverDeadSlots } from '../../../../shared/jobs/take-over-dead-slots.ts';
import { endPauses, pauseTurns } from '../../../../shared/jobs/turn-pause.ts';
import { forgetPlan, separationsAtOnce } from '../../../../shared/jobs/upstream-plan.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import { html, json, useScriptedServer } from '../mvsep/scripted-server.ts';
import { type JobTableServer, startJobTableServer } from './job-table-server.ts';
import { keptLog } from './kept-log.ts';
import { queuedStep, START, wholeJob } from './sample-job.ts';

let server: JobTableServer;
const clock = { now: START };
beforeEach(async () => {
  server = await startJobTableServer();
  clock.now = START;
});
afterEach(() => server.stop());

const mvsep = useScriptedServer();
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);

function deps() {
  const { table, jobs } = server;
  const client = createMvsepClient({ baseUrl: mvsep.url, token: async () => 'TheToken' });
  return { table, jobs, client, now: () => clock.now, log: keptLog() };
}

async function queued(): Promise<Step> {
  const whole = wholeJob((job) => queuedStep(job));
  await server.jobs.create(whole);
  const [step] = whole.steps;
  if (step === undefined) throw new Error('no step');
  return step;
}

describe('slots', () => {
  it('are given with the turn, as many as there are, and come back', async () => {
    const [first, second] = [await queued(), await queued()];
    const turn = await giveTurn(deps(), first, 1);
    expect(turn).toMatchObject({ turnUntil: later(900).toISOString() });
    expect(await giveTurn(deps(), second, 1)).toBe('no-slot');
    expect((await server.jobs.getStep(second)).turnUntil).toBeUndefined();
    await releaseSlot(server.table, first);
    await releaseSlot(server.table, first);
    expect(await giveTurn(deps(), second, 1)).toMatchObject({ jobId: second.jobId });
  });

  it('are kept by a step whose turn was lost and is given again', async () => {
    const step = await queued();
    await giveTurn(deps(), step, 2);
    expect(await giveTurn(deps(), step, 2)).toBe('not-due');
    clock.now = later(901);
    expect(await giveTurn(deps(), step, 2)).toMatchObject({ turnUntil: later(1801).toISOString() });
    expect(await heldSlots(server.table)).toHaveLength(1);
  });

  it('of dead holders are taken over, and those of living ones are not', async () => {
    const steps = [await queued(), await queued(), await queued()];
    for (const step of steps) await giveTurn(deps(), step, 3);
    const [queue, created, ended] = steps;
    if (queue === undefined || created === undefined || ended === undefined) throw new Error('no steps');
    await server.jobs.changeStep(created, { at: START, set: { state: 'creating' } });
    await server.jobs.changeStep(ended, { at: START, set: { state: 'done' } });
    await takeOverDeadSlots(deps());
    expect((await heldSlots(server.table)).map(({ jobId }) => jobId).sort()).toEqual(
      [queue.jobId, created.jobId].sort(),
    );
    clock.now = later(901);
    await server.jobs.changeStep(created, { at: START, set: { attempt: 2 } });
    await takeOverDeadSlots(deps());
    expect(await heldSlots(server.table)).toEqual([]);
  });

  it('are never held by more than there are, and none is lost for ever (any order of what happens)', async () => {
    const action = fc.record({
      what: fc.constantFrom('turn', 'turn', 'done', 'die', 'back', 'clock'),
      who: fc.nat(4),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(action, { minLength: 1, maxLength: 5 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        async (rounds, limit) => {
          server.stop();
          server = await startJobTableServer();
          clock.now = START;
          const steps = await Promise.all(Array.from({ length: 5 }, queued));
          const act = async ({ what, who }: { what: string; who: number }) => {
            const [one] = steps.slice(who);
            if (one === undefined) return;
            const step = await server.jobs.getStep(one);
            if (what === 'clock') await takeOverDeadSlots(deps());
            else if (what === 'turn') await giveTurn(deps(), step, limit);
            else if (what === 'back' && step.turnUntil !== undefined) await giveTurnBack(deps(), step);
            else if (what === 'done' && step.turnUntil !== undefined) {
              await server.jobs.changeStep(step, {
                at: clock.now,
                set: { state: 'done' },
                remove: ['turnUntil'],
              });
              await releaseSlot(server.table, step);
            } else if (what === 'die' && step.turnUntil !== undefined) {
              await server.jobs.changeStep(step, {
                at: clock.now,
                set: { state: 'done' },
                remove: ['turnUntil'],
              });
            }
          };
          for (const round of rounds) {
            await Promise.all(round.map(act));
            const all = await Promise.all(steps.map((step) => server.jobs.getStep(step)));
            const living = all.filter(({ turnUntil }) => turnUntil !== undefined);
            expect(living.length).toBeLessThanOrEqual(limit);
          }
          clock.now = later(1_000);
          await takeOverDeadSlots(deps());
          expect(await heldSlots(server.table)).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('how many separations may be under way', () => {
  const premium = (enabled: 0 | 1) =>
    json({ success: true, data: { name: 'Ada', api_token: 'x'.repeat(30), premium_enabled: enabled } });

  it('is the number of the settings, without asking anybody', async () => {
    expect(await separationsAtOnce(deps(), 7)).toBe(7);
    expect(mvsep.seen).toHaveLength(0);
  });

  it('is one without premium and any number with it, remembered for 15 minutes', async () => {
    mvsep.answer(premium(0), premium(1));
    expect(await separationsAtOnce(deps(), 'plan')).toBe(1);
    clock.now = later(14 * 60);
    expect(await separationsAtOnce(deps(), 'plan')).toBe(1);
    clock.now = later(15 * 60);
    expect(await separationsAtOnce(deps(), 'plan')).toBe(Number.POSITIVE_INFINITY);
    expect(mvsep.seen).toHaveLength(2);
  });

  it('is what was known last while the account cannot be asked, and one when nothing was', async () => {
    mvsep.answer(html(502));
    expect(await separationsAtOnce(deps(), 'plan')).toBe(1);
    clock.now = later(60);
    mvsep.answer(premium(1));
    expect(await separationsAtOnce(deps(), 'plan')).toBe(Number.POSITIVE_INFINITY);
    mvsep.answer(html(502));
    await forgetPlan(deps());
    expect(await separationsAtOnce(deps(), 'plan')).toBe(Number.POSITIVE_INFINITY);
  });

  it('is asked by one of many at once', async () => {
    mvsep.answer(premium(1));
    await Promise.all(Array.from({ length: 6 }, () => separationsAtOnce(deps(), 'plan')));
    expect(mvsep.seen).toHaveLength(1);
  });
});

describe('a pause of turns', () => {
  it('grows from 5 seconds to 5 minutes, once for all who ask, and begins anew after a success', async () => {
    const lengths: number[] = [];
    for (let pause = 0; pause < 8; pause++) {
      const [one, other] = [await pauseTurns(deps()), await pauseTurns(deps())];
      expect(other).toEqual(one);
      lengths.push((one.getTime() - clock.now.getTime()) / 1000);
      clock.now = one;
    }
    expect(lengths).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
    await endPauses(deps());
    expect(await pauseTurns(deps())).toEqual(new Date(clock.now.getTime() + 5_000));
  });
});
