import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { startQueued } from '../../../../functions/pipeline/start-queued/start-queued.ts';
import { claimRun } from '../../../../shared/jobs/run-claim.ts';
import type { Step } from '../../../../shared/jobs/step.ts';
import { START } from '../../shared/jobs/sample-job.ts';
import { html, json } from '../../shared/mvsep/scripted-server.ts';
import { useHandingOver } from './use-handing-over.ts';

const given = useHandingOver();
const at = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const later = (seconds: number) => at(seconds).toISOString();

/** A clock on which a run takes as long as it may, in steps of its sleeps. */
function world(runSeconds = 12) {
  const { deps, client, clock } = given.world();
  const run = async () => {
    const end = clock.now.getTime() + runSeconds * 1000;
    await startQueued({
      ...deps,
      client,
      limits: {},
      remainingMs: () => end - clock.now.getTime(),
      sleep: async (milliseconds) => {
        clock.now = new Date(clock.now.getTime() + milliseconds);
      },
    });
  };
  return { run, clock };
}

/** A step whose create had no answer, by a run that is surely over. */
function lost(more: Partial<Step> = {}): Promise<Step> {
  return given.put({
    state: 'creating',
    creatingAt: later(-60),
    creatingBy: 'run-1',
    creatingUntil: later(0),
    handoff: 'link',
    work: 'look-up',
    dueAt: later(0),
    ...more,
  });
}

const account = (currentQueue: readonly object[] = []) =>
  json({ success: true, data: { name: 'Ada', api_token: 'x'.repeat(30), current_queue: currentQueue } });
const history = (...items: readonly object[]) => json({ success: true, data: items });
const item = (hash: string, createdAt = '2026-08-12 11:59:30') => ({ id: 1, hash, created_at: createdAt });
const givenTurns = () =>
  given.events
    .commandCalls(PutEventsCommand)
    .flatMap((call) => call.args[0].input.Entries ?? [])
    .map(({ Detail }) => JSON.parse(Detail ?? '').jobId);

describe('turns', () => {
  it('are given to all that are due, the longest waiting first, and to nobody else', async () => {
    const { run } = world();
    const second = await given.put({ dueAt: later(-10), queuedAt: later(-10) });
    const first = await given.put({ dueAt: later(-20), queuedAt: later(-20) });
    await given.put({ dueAt: later(600), queuedAt: later(-30) });
    await run();
    expect(givenTurns()).toEqual([first.jobId, second.jobId]);
    expect(await given.jobs.getStep(first)).toMatchObject({ turnUntil: later(900), dueAt: later(900) });
  });

  it('come within the run for what gets due meanwhile', async () => {
    const { run, clock } = world(20);
    const step = await given.put({ dueAt: later(5), queuedAt: later(5) });
    await run();
    expect(givenTurns()).toEqual([step.jobId]);
    expect(clock.now.getTime()).toBeLessThan(at(8).getTime());
  });

  it('are given back when nobody could be told', async () => {
    const { run } = world();
    const step = await given.put();
    given.events.on(PutEventsCommand).rejects(new Error('EventBridge is away'));
    await expect(run()).rejects.toThrow('EventBridge is away');
    given.events.on(PutEventsCommand).resolves({ Entries: [{ ErrorCode: 'ThrottlingException' }] });
    await run();
    const current = await given.jobs.getStep(step);
    expect(current).toMatchObject({ state: 'queued', dueAt: START.toISOString() });
    expect(current.turnUntil).toBeUndefined();
  });

  it('are given although the record of the one who waits longest cannot be read', async () => {
    const { run } = world();
    const broken = await given.put({ dueAt: later(-10), queuedAt: later(-10) });
    const step = await given.put();
    const key = { pk: `JOB#${broken.jobId}`, sk: `STEP#${broken.step}` };
    await given.table.documents.send(
      new UpdateCommand({
        TableName: given.table.tableName,
        Key: key,
        UpdateExpression: 'SET polls = :text',
        ExpressionAttributeValues: { ':text': 'of another release' },
      }),
    );
    await run();
    expect(givenTurns()).toEqual([step.jobId]);
  });

  it('are given by one run of several at once', async () => {
    const { run } = world();
    await given.put();
    expect(await claimRun(given.table, 'start-queued', START, at(60))).toBe(true);
    await run();
    expect(givenTurns()).toEqual([]);
  });
});

describe('a lost request', () => {
  it.each([
    ['its history', account(), history(item('20260812115930-0123456789-other.wav'))],
    ['what it waits for', account([item('20260812115930-0123456789-other.wav')]), history()],
  ])('that the account shows in %s goes on from there', async (where, user, list) => {
    const { run } = world();
    const step = await lost();
    const hash = `20260812115930-0123456789-${step.jobId}s0n1.wav`;
    given.mvsep.answer(
      where === 'its history' ? user : account([item(hash)]),
      where === 'its history' ? history(item('20260812115931-0123456789-b.wav'), item(hash)) : list,
    );
    await run();
    expect(await given.jobs.getStep(step)).toMatchObject({
      state: 'waiting',
      separationHash: hash,
      work: 'poll',
      dueAt: START.toISOString(),
    });
    expect(given.s3Calls.commandCalls(DeleteObjectCommand)).toHaveLength(0);
  });

  it('is not mistaken for another attempt', async () => {
    const { run } = world();
    const step = await lost();
    given.mvsep.answer(account(), history(item(`20260812115930-0123456789-${step.jobId}s0n11.wav`)));
    await run();
    expect(await given.jobs.getStep(step)).toMatchObject({ state: 'creating', lookUps: 1 });
  });

  it('by link is believed lost after its copy was deleted and two more searches; then another attempt begins', async () => {
    const { run, clock } = world(11);
    const step = await lost();
    const searches = () => given.mvsep.seen.filter(({ url }) => url.includes('/app/user')).length;
    const answers = () =>
      given.mvsep.answer(account(), history(), account(), history(), account(), history());
    answers();
    await run();
    expect(searches()).toBe(1);
    expect(given.s3Calls.commandCalls(DeleteObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'songs',
      Key: `handoff/run-1/${step.jobId}s0n1.wav`,
    });
    clock.now = at(119);
    await run();
    expect(searches()).toBe(1);
    clock.now = at(121);
    await run();
    expect(await given.jobs.getStep(step)).toMatchObject({ state: 'creating', lookUps: 2 });
    clock.now = at(152);
    await run();
    expect(searches()).toBe(3);
    expect(await given.jobs.getStep(step)).toMatchObject({ state: 'queued', attempt: 2, lookUps: 0 });
    expect(givenTurns()).toEqual([step.jobId]);
  });

  it('by upload is believed lost ten minutes after its sender must be gone', async () => {
    const { run, clock } = world(11);
    const step = await lost({ handoff: 'upload' });
    given.mvsep.answer(account(), history());
    await run();
    expect(await given.jobs.getStep(step)).toMatchObject({ lookUps: 1, dueAt: later(600) });
    expect(given.s3Calls.commandCalls(DeleteObjectCommand)).toHaveLength(0);
    clock.now = at(601);
    given.mvsep.answer(account(), history(), account(), history());
    await run();
    expect(await given.jobs.getStep(step)).toMatchObject({ state: 'creating', lookUps: 2 });
  });

  it('is searched for in parts where the history is long, and turns are given in between', async () => {
    const { run, clock } = world(55);
    const step = await lost({ creatingAt: later(-3600) });
    const waiting = await given.put({ dueAt: later(16), queuedAt: later(16) });
    const hash = `20260812115930-0123456789-${step.jobId}s0n1.wav`;
    const entries = Array.from({ length: 300 }, (_, index) =>
      item(index === 250 ? hash : `20260812115930-0123456789-song-${index}.wav`),
    );
    given.mvsep.answer((response, request) => {
      clock.now = new Date(clock.now.getTime() + 4_000);
      const start = Number(new URL(request.url, 'http://localhost').searchParams.get('start') ?? 0);
      const page = history(...entries.slice(start, start + 20));
      (request.url.includes('/app/user') ? account() : page)(response, request);
    });
    await run();
    expect(await given.jobs.getStep(step)).toMatchObject({ state: 'creating', lookUps: 0 });
    expect(givenTurns()).toEqual([waiting.jobId]);
    await run();
    await run();
    const found = await given.jobs.getStep(step);
    expect(found).toMatchObject({ state: 'waiting', separationHash: hash });
    expect(found.searchedTo).toBeUndefined();
  });

  it('by another service than that of the settings is not called lost: the settings may be set back', async () => {
    const { run } = world();
    const step = await lost({ upstream: 'old.test', lookUps: 2 });
    given.mvsep.answer(account(), history());
    await run();
    expect(given.mvsep.seen).toHaveLength(0);
    expect((await given.jobs.getStep(step)).result).toMatchObject({
      error: 'UpstreamChanged',
      charged: 'maybe',
    });
  });

  it('is not searched for while its sender may be at work', async () => {
    const { run } = world();
    await lost({ creatingUntil: later(60), dueAt: later(60) });
    await run();
    expect(given.mvsep.seen).toHaveLength(0);
  });

  it('stays lost while the account cannot be searched', async () => {
    const { run } = world();
    const step = await lost({ lookUps: 2 });
    given.mvsep.answer(html(502));
    await run();
    expect(await given.jobs.getStep(step)).toMatchObject({ state: 'creating', lookUps: 2, dueAt: later(30) });
  });

  it('ends the step of a cancelled job, and a step that loses every request', async () => {
    const { run } = world(11);
    const cancelled = await lost({ lookUps: 2, cancelledAt: later(-5) });
    const unlucky = await lost({ lookUps: 2, attempt: 5 });
    given.mvsep.answer(account(), history());
    await run();
    expect((await given.jobs.getStep(cancelled)).result).toMatchObject({
      error: 'JobCancelled',
      charged: 'no',
    });
    expect((await given.jobs.getStep(unlucky)).result).toMatchObject({
      error: 'MvsepUnavailable',
      charged: 'no',
    });
  });
});
