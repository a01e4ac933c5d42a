import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pollSeparations } from '../../../../functions/pipeline/poll-separations/poll-separations.ts';
import { jobKeys } from '../../../../shared/jobs/job-keys.ts';
import { createRequestAllowance } from '../../../../shared/jobs/request-allowance.ts';
import { claimRun } from '../../../../shared/jobs/run-claim.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { separationHash } from '../../../../shared/mvsep/contract/separation-hash.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';
import { SEPARATION_HASH, START } from '../../shared/jobs/sample-job.ts';
import { createWaitingWorld, putStep } from '../../shared/jobs/waiting-world.ts';
import { html, json, useScriptedServer } from '../../shared/mvsep/scripted-server.ts';

let server: JobTableServer;
const mvsep = useScriptedServer();
beforeEach(async () => {
  server = await startJobTableServer();
});
afterEach(() => {
  server.stop();
});

const RUNNING = json({ success: true, status: 'processing', data: {} });
const DONE = json({
  success: true,
  status: 'done',
  data: { files: [{ type: 'Drums', url: 'https://x/drums.wav' }] },
});

/** Waiting steps, each due a second after the one before, the last one a second ago. */
async function world(waiting: number, pace?: { requestsPerMinute: number; patienceMs: number }) {
  let now = (): Date => START;
  const allowance =
    pace &&
    createRequestAllowance({
      ...pace,
      table: server.table,
      now: () => now(),
      sleep: async (milliseconds) => made.clock.pass(milliseconds),
    });
  const made = createWaitingWorld(server, mvsep.url, allowance);
  now = made.deps.now;
  if (pace) Object.assign(made.deps, { requestsPerMinute: pace.requestsPerMinute });
  const steps: Step[] = [];
  for (let index = 0; index < waiting; index++) {
    const dueAt = new Date(START.getTime() - (waiting - index) * 1000).toISOString();
    const hash = separationHash.parse(`20260812120000-0123456789-${index}.wav`);
    steps.push(await putStep(server, { separationHash: hash, dueAt }));
  }
  const polls = () => Promise.all(steps.map(async (step) => (await server.jobs.getStep(step)).polls));
  return { ...made, steps, polls };
}

const asked = () => mvsep.seen.map(({ url }) => /-(\d+)\.wav/.exec(url)?.[1]).map(Number);

describe('the poller', () => {
  it('looks at all that is due, beginning with what is due the longest, and at nothing else', async () => {
    const { deps, polls } = await world(5, { requestsPerMinute: 20, patienceMs: 60_000 });
    const later = await putStep(server, {
      separationHash: SEPARATION_HASH,
      dueAt: new Date(START.getTime() + 3_600_000).toISOString(),
    });
    mvsep.answer(RUNNING);
    await pollSeparations(deps);
    expect(asked()).toEqual([0, 1, 2, 3, 4]);
    expect(await polls()).toEqual([1, 1, 1, 1, 1]);
    expect((await server.jobs.getStep(later)).polls).toBe(0);
  });

  it('looks at several at once where the budget is large', async () => {
    const { deps, polls } = await world(12);
    let [open, most] = [0, 0];
    mvsep.answer((response, request) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        RUNNING(response, request);
      }, 20);
    });
    await pollSeparations({ ...deps, requestsPerMinute: 100_000 });
    expect(await polls()).toEqual(Array.from({ length: 12 }, () => 1));
    expect(most).toBeGreaterThan(4);
    expect(most).toBeLessThanOrEqual(16);
  });

  it('goes on while something gets due in its time, and goes home when nothing does', async () => {
    const { clock, deps, polls, run } = await world(1);
    run.endsAt = START.getTime() + 58_000;
    mvsep.answer(RUNNING);
    await pollSeparations({
      ...deps,
      webhooksExpected: async () => false,
      timeLeftMs: () => run.endsAt - clock.now.getTime(),
    });
    // At once, and every 15 seconds after that, until a look could take longer than the run.
    expect(await polls()).toEqual([3]);
    expect(clock.now.getTime()).toBeLessThan(run.endsAt - deps.longestCallMs);

    const idle = await world(1);
    mvsep.answer(DONE);
    await pollSeparations(idle.deps);
    expect(idle.run.naps).toBe(0);
  });

  it('keeps everything due that has no place in the budget, and looks at it when there is one', async () => {
    const { clock, deps, polls } = await world(9, { requestsPerMinute: 20, patienceMs: 0 });
    mvsep.answer(RUNNING);
    const dueBefore = await server.jobs.due('poll', START, 20);
    await pollSeparations({ ...deps, timeLeftMs: () => (clock.now === START ? 30_000 : 0) });
    // The burst of 20 a minute.
    expect(asked()).toEqual([0, 1]);
    const left = await server.jobs.due('poll', START, 20);
    expect(left).toEqual(dueBefore.slice(2));

    await pollSeparations(deps);
    expect(await polls()).toEqual(Array.from({ length: 9 }, () => 1));
    expect(clock.now.getTime() - START.getTime()).toBeGreaterThan(20_000);
  });

  it('stops when told to slow down, for as long as it was asked to, and puts nothing off', async () => {
    const { clock, deps, polls } = await world(4, { requestsPerMinute: 20, patienceMs: 0 });
    mvsep.answer(json({}, 429, { 'retry-after': '300' }));
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(1);
    mvsep.answer(RUNNING);
    clock.now = new Date(START.getTime() + 290_000);
    await pollSeparations({ ...deps, timeLeftMs: () => START.getTime() + 299_000 - clock.now.getTime() });
    expect(mvsep.seen).toHaveLength(1);
    clock.now = new Date(START.getTime() + 301_000);
    await pollSeparations(deps);
    expect(await polls()).toEqual([1, 1, 1, 1]);
  });

  it('gives up a run when the service is down, and loses no step', async () => {
    const { clock, deps, polls } = await world(6, { requestsPerMinute: 20, patienceMs: 60_000 });
    mvsep.answer(html(502));
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(3);
    mvsep.answer(RUNNING);
    clock.pass(120_000);
    await pollSeparations(deps);
    expect(await polls()).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('asks less and less often about a step that cannot be asked about', async () => {
    const { clock, deps, steps } = await world(1);
    mvsep.answer(json({ success: false, message: 'no' }, 400));
    const waits: number[] = [];
    for (let round = 0; round < 12; round++) {
      await pollSeparations(deps);
      const dueAt = Date.parse((await server.jobs.getStep(steps[0] ?? fail())).dueAt ?? '');
      waits.push(dueAt - clock.now.getTime());
      clock.now = new Date(dueAt);
    }
    expect(waits).toEqual(waits.toSorted((left, right) => left - right));
    expect(waits[0]).toBe(60_000);
    expect(waits.at(-1)).toBeGreaterThan(60_000);
    expect(mvsep.seen).toHaveLength(12);
  });

  it('lets no broken records keep the others waiting, and fails loudly in the end', async () => {
    const { clock, deps, steps, polls } = await world(6);
    for (const { jobId, step } of steps.slice(0, 4)) {
      await server.table.documents.send(
        new UpdateCommand({
          TableName: server.table.tableName,
          Key: jobKeys.step(jobId, step),
          UpdateExpression: 'SET attempt = :wrong',
          ExpressionAttributeValues: { ':wrong': 'none' },
        }),
      );
    }
    mvsep.answer(RUNNING);
    await expect(pollSeparations(deps)).rejects.toThrow();
    expect(asked().toSorted()).toEqual([4, 5]);
    const later = new Date(clock.now.getTime() + 299_000);
    expect(await server.jobs.due('poll', later, 10)).toHaveLength(2);
    await expect(polls()).rejects.toThrow();
  });

  it('puts off what is due by mistake, although it does not wait', async () => {
    const { deps, steps } = await world(1);
    const [step = fail()] = steps;
    await server.jobs.changeStep(step, { at: START, set: { state: 'copying' } });
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(0);
    expect(await server.jobs.due('poll', new Date(START.getTime() + 299_000), 10)).toEqual([]);
  });

  it('leaves the work to one run when several are started at once', async () => {
    const { deps } = await world(9);
    mvsep.answer(RUNNING);
    await Promise.all([pollSeparations(deps), pollSeparations(deps), pollSeparations(deps)]);
    expect(mvsep.seen).toHaveLength(9);
  });

  it('takes over from a run that was killed, once it must be dead', async () => {
    const { clock, deps } = await world(1);
    mvsep.answer(RUNNING);
    const until = new Date(START.getTime() + 60_000);
    expect(await claimRun(server.table, 'poll-separations', START, until)).toBe(true);
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(0);
    clock.now = until;
    await pollSeparations(deps);
    expect(mvsep.seen).toHaveLength(1);
  });

  it('begins no look without the time to end it', async () => {
    const { deps, steps } = await world(1);
    const [step = fail()] = steps;
    await pollSeparations({ ...deps, timeLeftMs: () => 14_000 });
    expect(mvsep.seen).toHaveLength(0);
    // A link whose separation is not known yet takes two calls.
    await server.jobs.changeStep(step, { at: START, remove: ['separationHash'] });
    await pollSeparations({ ...deps, timeLeftMs: () => 29_000 });
    expect(mvsep.seen).toHaveLength(0);
    expect(await server.jobs.due('poll', START, 10)).toHaveLength(1);
  });
});

function fail(): never {
  throw new Error('there is no step');
}
