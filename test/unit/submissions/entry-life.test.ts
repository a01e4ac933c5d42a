import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deriveSubmissionId } from '../../../shared/submissions/submission-id.ts';
import { type EntryWorld, startEntryWorld, TOKEN } from './entry-world.ts';

const HOUR_MS = 3_600_000;
const PASSWORD = 'a word that nobody may see';
const SIDECAR = JSON.stringify({
  algorithm: 'Centre by median filter',
  description: 'Window of 4096 samples.',
  password: PASSWORD,
});

let world: EntryWorld;
let name: string;
let zipKey: string;
let sidecarKey: string;
let resultKey: string;
let number = 0;

beforeAll(async () => {
  world = await startEntryWorld();
});
afterAll(() => world.stop());
beforeEach(() => {
  number += 1;
  name = `try-${number}`;
  zipKey = `quality-checker/multisong/${name}/entry.zip`;
  sidecarKey = `${zipKey}.mvsep.json`;
  resultKey = `quality-checker-results/multisong/${name}/entry.json`;
  world.mortal();
  world.upstream.heal();
  world.account.token = TOKEN;
  world.clock.haste = 1;
  Object.assign(world.desk, { looksToJudge: 2, listsEntries: true, verdict: {} });
});

async function drop({
  zip = `zip of ${name}`,
  sidecar = SIDECAR,
}: {
  zip?: string | Buffer;
  sidecar?: string;
} = {}) {
  await world.accept(await world.put(zipKey, zip));
  await world.accept(await world.put(sidecarKey, sidecar));
}

/** Of the latest submission of this test, with what the service has of it. */
async function submitted() {
  const found = (await world.submissions.list()).find(({ zip }) => zip.key === zipKey);
  if (found === undefined) throw new Error('There is no submission.');
  return { ...found, taken: world.desk.marked(found.submissionId) };
}

const newsOf = (id: string) => world.events.filter(({ detail }) => detail.submissionId === id);

describe('a zip for the quality checker', () => {
  it('is sent once its sidecar file is there, followed to its scores, and told of', async () => {
    await world.accept(await world.put(zipKey, 'zip'));
    expect(await world.json(resultKey)).toMatchObject({
      state: 'waiting',
      summary: expect.stringContaining(sidecarKey),
    });
    await world.accept(await world.put(sidecarKey, SIDECAR));
    expect(await world.json(resultKey)).toMatchObject({ state: 'queued' });
    await world.followAll();
    const { taken, ...found } = await submitted();
    expect(taken).toEqual([
      expect.objectContaining({
        algorithm: 'Centre by median filter',
        text: `Window of 4096 samples. [${found.submissionId}]`,
        datasetType: 1,
        isEnsemble: false,
        password: PASSWORD,
      }),
    ]);
    const shown = await world.json(resultKey);
    expect(shown).toMatchObject({
      state: 'scored',
      dataset: { type: 1, name: 'Multisong' },
      entry: { id: taken[0]?.id, link: `${world.upstream.url}/api/quality_checker/entry?id=${taken[0]?.id}` },
      sdr: { vocals: expect.any(Number), instrum: expect.any(Number), drums: expect.any(Number) },
      metrics: expect.stringContaining('Metric sdr for vocals'),
      message: 'OK',
      times: { submitted: expect.any(String), evaluated: expect.any(String), ended: expect.any(String) },
    });
    expect(newsOf(found.submissionId)).toEqual([
      { type: 'Quality Entry Scored', detail: { id: `${found.submissionId} scored 1`, ...shown } },
    ]);
  });

  it('may come after its sidecar file, which says nothing alone', async () => {
    await world.accept(await world.put(sidecarKey, SIDECAR));
    await expect(world.json(resultKey)).rejects.toThrow();
    await world.accept(await world.put(zipKey, 'zip'));
    await world.followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', taken: [expect.anything()] });
  });

  it('is sent once however often its events come, together or later, and when the same bytes are dropped again', async () => {
    const events = [await world.put(zipKey, 'zip'), await world.put(sidecarKey, SIDECAR)];
    await Promise.all([...events, ...events].map((event) => world.accept(event)));
    await world.followAll();
    for (const event of events) await world.accept(event);
    world.clock.now += HOUR_MS;
    await drop({ zip: 'zip' });
    await world.followAll();
    const { submissionId, taken } = await submitted();
    expect(taken).toHaveLength(1);
    expect(newsOf(submissionId)).toHaveLength(1);
  });

  it('is another submission with other bytes, and the earlier one keeps its result under its id', async () => {
    await drop({ zip: 'first' });
    const first = await submitted();
    await world.put(zipKey, 'second');
    world.clock.now += 1000;
    await world.accept(world.dropEvent(zipKey));
    await world.followAll();
    const second = (await world.submissions.list()).find(
      ({ zip, submissionId }) => zip.key === zipKey && submissionId !== first.submissionId,
    );
    expect(await world.json(resultKey)).toMatchObject({
      submissionId: second?.submissionId,
      state: 'scored',
    });
    // Its zip was gone before it was sent.
    expect(await world.json(resultKey.replace('.json', `.${first.submissionId}.json`))).toMatchObject({
      state: 'failed',
      failure: { error: 'SourceChanged', received: 'no' },
    });
    expect(world.desk.marked(first.submissionId)).toEqual([]);
  });

  it('gets a password when it brings none, which only its record knows', async () => {
    await drop({ sidecar: '{ "algorithm": "Mine", "description": "Does it." }' });
    await world.followAll();
    const { submissionId, taken } = await submitted();
    const made = await world.submissions.password(submissionId);
    expect(made).toMatch(/^[\w-]{32}$/);
    expect(taken[0]?.password).toBe(made);
    const shown = await world.everythingShown();
    for (const secret of [made, PASSWORD, TOKEN]) expect(shown).not.toContain(secret);
  });
});

describe('a wrong sidecar file', () => {
  it('is reported with line and column, and used once it is corrected', async () => {
    await drop({ sidecar: '{\n  "algorithm": "Mine",\n  "descripton": "Does it."\n}' });
    const reportKey = `reports/quality-checker/multisong/${name}/entry.json`;
    expect(await world.json(reportKey)).toMatchObject({
      document: sidecarKey,
      valid: false,
      problems: [
        { line: 1, column: 1, message: expect.stringMatching(/"description" is missing/) },
        { line: 3, column: 3, message: expect.stringMatching(/Did you mean "description"/) },
      ],
    });
    expect(await submitted()).toMatchObject({
      state: 'unusable',
      problems: [{ line: 1 }, { line: 3 }],
      taken: [],
    });
    expect(await world.json(resultKey)).toMatchObject({ summary: expect.stringMatching(/Nothing was sent/) });
    await world.accept(await world.put(sidecarKey, SIDECAR));
    expect(await world.json(reportKey)).toMatchObject({ valid: true, problems: [] });
    await world.followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', taken: [expect.anything()] });
  });

  it('is one below a folder that names no dataset', async () => {
    const key = `quality-checker/nonsense/${name}.zip`;
    await world.put(key, 'zip');
    await world.accept(await world.put(`${key}.mvsep.json`, SIDECAR));
    expect(await world.json(`reports/quality-checker/nonsense/${name}.json`)).toMatchObject({
      problems: [{ message: expect.stringMatching(/"nonsense" names no dataset.*multisong \(1\)/) }],
    });
  });
});

describe('a request that goes wrong', () => {
  it.each([
    ['a cut connection', { kind: 'cut-after' }],
    ['a gateway that gives up', { kind: 'error-after', status: 504 }],
  ] as const)('is found by its marker after %s, and not sent again', async (_, fault) => {
    let sent = 0;
    world.upstream.faults = (kind) => (kind === 'quality-add' && sent++ === 0 ? fault : undefined);
    await drop();
    await world.followAll();
    const { state, taken, entryId, link } = await submitted();
    expect({ state, sent }).toEqual({ state: 'scored', sent: 1 });
    expect(taken.map(({ id }) => id)).toEqual([entryId]);
    expect(link).toBe(`${world.upstream.url}/api/quality_checker/entry?id=${entryId}`);
  });

  it('is sent again when the service refused it for a reason that passes', async () => {
    let sent = 0;
    world.upstream.faults = (kind) =>
      kind === 'quality-add' && sent++ < 3 ? { kind: 'too-many', retryAfterSeconds: 90 } : undefined;
    const before = world.clock.now;
    await drop();
    await world.followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', requests: 4, taken: [expect.anything()] });
    expect(world.clock.now - before).toBeGreaterThanOrEqual(270_000);
  });

  it('is sent again when not even all of the zip had left', async () => {
    let sent = 0;
    world.upstream.faults = (kind) =>
      kind === 'quality-add' && sent++ === 0 ? { kind: 'cut-before' } : undefined;
    await drop({ zip: randomBytes(12 * 1024 * 1024) });
    await world.followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', requests: 2, taken: [expect.anything()] });
  });

  it('is never sent again while nobody knows, and found when its owner asks for another look', async () => {
    world.upstream.faults = (kind) => (kind === 'quality-add' ? { kind: 'cut-after' } : undefined);
    world.desk.listsEntries = false;
    const before = world.clock.now;
    await drop();
    await world.followAll();
    const lost = await submitted();
    expect(world.clock.now - before).toBeGreaterThan(2 * HOUR_MS);
    expect(lost).toMatchObject({
      state: 'failed',
      failure: { received: 'maybe', reason: expect.stringContaining(`[${lost.submissionId}]`) },
      taken: [expect.anything()],
    });
    expect(newsOf(lost.submissionId).map(({ type }) => type)).toEqual(['Quality Entry Failed']);
    world.desk.listsEntries = true;
    const [taken] = lost.taken;
    world.upstream.model.boards.put({
      id: taken?.id ?? 0,
      dataset_type: 1,
      algo_name: taken?.algorithm,
      main_text: taken?.text,
      proc: 0,
    });
    world.clock.now += 1000;
    await drop();
    await world.followAll();
    expect(await submitted()).toMatchObject({
      state: 'scored',
      attempt: 2,
      requests: 1,
      taken: [expect.anything()],
    });
  });

  it('is left when the token is wrong, and made when a drop says that it is right', async () => {
    world.account.token = 'short';
    await drop();
    await world.followAll();
    expect(await submitted()).toMatchObject({
      state: 'failed',
      failure: {
        error: 'MvsepUnauthorized',
        received: 'no',
        reason: expect.stringMatching(/drop the sidecar file again/),
      },
      taken: [],
    });
    world.account.token = TOKEN;
    const event = world.dropEvent(sidecarKey);
    await world.accept({ ...event, at: new Date(world.clock.now - HOUR_MS).toISOString() });
    expect(await submitted()).toMatchObject({ state: 'failed', attempt: 1 });
    await world.accept(event);
    await world.followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', attempt: 2, taken: [expect.anything()] });
  });
});

describe('an entry at the quality checker', () => {
  it('that is refused says why, and what could not be measured is left out', async () => {
    world.desk.verdict = {
      msg: 'The zip lacks song_0_vocals.wav',
      sdr_vocals: -1000,
      sdr_instrum: 0,
      metrics: null,
    };
    await drop();
    await world.followAll();
    const { state, sdr, message } = await submitted();
    expect({ state, message }).toEqual({ state: 'refused', message: 'The zip lacks song_0_vocals.wav' });
    expect(Object.keys(sdr ?? {})).not.toContain('vocals');
    expect(Object.keys(sdr ?? {})).not.toContain('instrum');
    expect(await world.json(resultKey)).toMatchObject({
      summary: expect.stringMatching(/lacks song_0_vocals/),
    });
  });

  it('is given up after two weeks, and followed again by a drop', async () => {
    world.desk.looksToJudge = Number.POSITIVE_INFINITY;
    world.clock.haste = 20;
    const before = world.clock.now;
    await drop();
    await world.followAll();
    expect((world.clock.now - before) / (24 * HOUR_MS)).toBeCloseTo(14.5, 0);
    expect(await submitted()).toMatchObject({
      state: 'failed',
      failure: { error: 'EvaluationTimedOut', received: 'yes' },
    });
    world.desk.looksToJudge = 1;
    world.clock.now += 1000;
    await world.accept(world.dropEvent(zipKey));
    await world.followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', requests: 1, taken: [expect.anything()] });
  });

  it('that somebody deletes is given up, and one that is hidden for a moment is not', async () => {
    world.desk.looksToJudge = 5;
    let looks = 0;
    world.upstream.faults = (kind) =>
      kind === 'quality-entry' && looks++ < 4 ? { kind: 'answer', status: 400 } : undefined;
    await drop();
    await world.followAll();
    expect(await submitted()).toMatchObject({ state: 'scored' });
    world.desk.listsEntries = false;
    zipKey = zipKey.replace('entry', 'deleted');
    sidecarKey = `${zipKey}.mvsep.json`;
    await drop();
    await world.followAll();
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
    await world.breakOff({ submissionId, attempt: 2 }, 'ABORTED');
    expect(await submitted()).toMatchObject({ state: 'queued' });
    world.executions.set(`${submissionId}-1`, '');
    await world.breakOff({ submissionId, attempt }, 'ABORTED');
    expect(await submitted()).toMatchObject({
      state: 'failed',
      failure: { error: 'ABORTED', received: 'no' },
    });
    world.clock.now += 1000;
    await drop();
    await world.followAll();
    await world.breakOff({ submissionId, attempt: 2 }, 'TIMED_OUT');
    expect(await submitted()).toMatchObject({ state: 'scored', attempt: 2, taken: [expect.anything()] });
  });
});

describe('the id of a submission', () => {
  it('follows from bucket, key and bytes', () => {
    const zip = { bucket: 'songs', key: 'quality-checker/0/a.zip', etag: 'e' };
    const others = [{ bucket: 'b' }, { key: 'k' }, { etag: 'f' }].map((own) =>
      deriveSubmissionId({ ...zip, ...own }),
    );
    expect(new Set([deriveSubmissionId(zip), deriveSubmissionId({ ...zip }), ...others]).size).toBe(4);
  });
});
