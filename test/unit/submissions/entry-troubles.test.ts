import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TOKEN } from './entry-world.ts';
import { useDroppedZips } from './use-dropped-zips.ts';

const HOUR_MS = 3_600_000;

const { world, zipKey, sidecarKey, resultKey, drop, submitted, newsOf } = useDroppedZips();

describe('a request that goes wrong', () => {
  it.each([
    ['a cut connection', { kind: 'cut-after' }],
    ['a gateway that gives up', { kind: 'error-after', status: 504 }],
  ] as const)('is found by its marker after %s, and not sent again', async (_, fault) => {
    let sent = 0;
    world().upstream.faults = (kind) => (kind === 'quality-add' && sent++ === 0 ? fault : undefined);
    await drop();
    await world().followAll();
    const { state, taken, entryId, link } = await submitted();
    expect({ state, sent }).toEqual({ state: 'scored', sent: 1 });
    expect(taken.map(({ id }) => id)).toEqual([entryId]);
    expect(link).toBe(`${world().upstream.url}/api/quality_checker/entry?id=${entryId}`);
  });

  it('is sent again when the service refused it for a reason that passes', async () => {
    let sent = 0;
    world().upstream.faults = (kind) =>
      kind === 'quality-add' && sent++ < 3 ? { kind: 'too-many', retryAfterSeconds: 90 } : undefined;
    const before = world().clock.now;
    await drop();
    await world().followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', requests: 4, taken: [expect.anything()] });
    expect(world().clock.now - before).toBeGreaterThanOrEqual(270_000);
  });

  it('is sent again after longer and longer, however soon a service says that it has time', async () => {
    let sent = 0;
    world().upstream.faults = (kind) =>
      kind === 'quality-add' && sent++ < 6 ? { kind: 'too-many', retryAfterSeconds: 1 } : undefined;
    const before = world().clock.now;
    await drop();
    await world().followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', requests: 7 });
    expect(world().clock.now - before).toBeGreaterThanOrEqual(15_000 * (2 ** 6 - 1));
  });

  it('is sent again when not even all of the zip had left', async () => {
    let sent = 0;
    world().upstream.faults = (kind) =>
      kind === 'quality-add' && sent++ === 0 ? { kind: 'cut-before' } : undefined;
    await drop({ zip: randomBytes(12 * 1024 * 1024) });
    await world().followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', requests: 2, taken: [expect.anything()] });
  });

  it('is never sent again while nobody knows, and found when its owner asks for another look', async () => {
    world().upstream.faults = (kind) => (kind === 'quality-add' ? { kind: 'cut-after' } : undefined);
    world().desk.listsEntries = false;
    const before = world().clock.now;
    await drop();
    await world().followAll();
    const lost = await submitted();
    expect(world().clock.now - before).toBeGreaterThan(2 * HOUR_MS);
    expect(lost).toMatchObject({
      state: 'failed',
      failure: { received: 'maybe', reason: expect.stringContaining(`[${lost.submissionId}]`) },
      taken: [expect.anything()],
    });
    expect(newsOf(lost.submissionId).map(({ type }) => type)).toEqual(['Quality Entry Failed']);
    world().desk.listsEntries = true;
    const [taken] = lost.taken;
    world().upstream.model.boards.put({
      id: taken?.id ?? 0,
      dataset_type: 1,
      algo_name: taken?.algorithm,
      main_text: taken?.text,
      proc: 0,
    });
    world().clock.now += 1000;
    await drop();
    await world().followAll();
    expect(await submitted()).toMatchObject({
      state: 'scored',
      attempt: 2,
      requests: 1,
      taken: [expect.anything()],
    });
  });

  it('is left when the token is wrong, and made when a drop says that it is right', async () => {
    world().account.token = 'short';
    await drop();
    await world().followAll();
    expect(await submitted()).toMatchObject({
      state: 'failed',
      failure: {
        error: 'MvsepUnauthorized',
        received: 'no',
        reason: expect.stringMatching(/drop the sidecar file again/),
      },
      taken: [],
    });
    world().account.token = TOKEN;
    const event = world().dropEvent(sidecarKey());
    await world().accept({ ...event, at: new Date(world().clock.now - HOUR_MS).toISOString() });
    expect(await submitted()).toMatchObject({ state: 'failed', attempt: 1 });
    await world().accept(event);
    await world().followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', attempt: 2, taken: [expect.anything()] });
  });
});

describe('an entry at the quality checker', () => {
  it('that is refused says why, and what could not be measured is left out', async () => {
    world().desk.verdict = {
      msg: 'The zip lacks song_0_vocals.wav',
      sdr_vocals: -1000,
      sdr_instrum: 0,
      metrics: null,
    };
    await drop();
    await world().followAll();
    const { state, sdr, message } = await submitted();
    expect({ state, message }).toEqual({ state: 'refused', message: 'The zip lacks song_0_vocals.wav' });
    expect(Object.keys(sdr ?? {})).not.toContain('vocals');
    expect(Object.keys(sdr ?? {})).not.toContain('instrum');
    expect(await world().json(resultKey())).toMatchObject({
      summary: expect.stringMatching(/lacks song_0_vocals/),
    });
  });

  it('is given up after two weeks, and followed again by a drop', async () => {
    world().desk.looksToJudge = Number.POSITIVE_INFINITY;
    world().clock.haste = 20;
    const before = world().clock.now;
    await drop();
    await world().followAll();
    expect((world().clock.now - before) / (24 * HOUR_MS)).toBeCloseTo(14.5, 0);
    expect(await submitted()).toMatchObject({
      state: 'failed',
      failure: { error: 'EvaluationTimedOut', received: 'yes' },
    });
    world().desk.looksToJudge = 1;
    world().clock.now += 1000;
    await world().accept(world().dropEvent(zipKey()));
    await world().followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', requests: 1, taken: [expect.anything()] });
  });

  it('that somebody deletes is given up, and one that is hidden for a moment is not', async () => {
    world().desk.looksToJudge = 5;
    let looks = 0;
    world().upstream.faults = (kind) =>
      kind === 'quality-entry' && looks++ < 4 ? { kind: 'answer', status: 400 } : undefined;
    await drop();
    await world().followAll();
    expect(await submitted()).toMatchObject({ state: 'scored' });
    world().desk.listsEntries = false;
    await drop({ zip: 'another zip' });
    await world().followAll();
    expect(await submitted()).toMatchObject({
      state: 'failed',
      failure: {
        error: 'MvsepRejected',
        received: 'yes',
        reason: expect.stringMatching(/may have deleted it/),
      },
    });
  });

  it('whose execution was stopped from outside says so, and is followed again by a drop', async () => {
    await drop();
    const { submissionId, attempt } = await submitted();
    await world().breakOff({ submissionId, attempt: 2 }, 'ABORTED');
    expect(await submitted()).toMatchObject({ state: 'queued' });
    world().executions.set(`${submissionId}-1`, '');
    await world().breakOff({ submissionId, attempt }, 'ABORTED');
    expect(await submitted()).toMatchObject({
      state: 'failed',
      failure: { error: 'ABORTED', received: 'no' },
    });
    world().clock.now += 1000;
    await drop();
    await world().followAll();
    await world().breakOff({ submissionId, attempt: 2 }, 'TIMED_OUT');
    expect(await submitted()).toMatchObject({ state: 'scored', attempt: 2, taken: [expect.anything()] });
  });
});
