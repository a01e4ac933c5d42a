import { describe, expect, it } from 'vitest';
import { deriveSubmissionId } from '../../../shared/submissions/submission-id.ts';
import { TOKEN } from './entry-world.ts';
import { PASSWORD, SIDECAR, useDroppedZips } from './use-dropped-zips.ts';

const HOUR_MS = 3_600_000;

const { world, name, zipKey, sidecarKey, resultKey, drop, submitted, newsOf } = useDroppedZips();

describe('a zip for the quality checker', () => {
  it('is sent once its sidecar file is there, followed to its scores, and told of', async () => {
    await world().accept(await world().put(zipKey(), 'zip'));
    expect(await world().json(resultKey())).toMatchObject({
      state: 'waiting',
      summary: expect.stringContaining(sidecarKey()),
    });
    await world().accept(await world().put(sidecarKey(), SIDECAR));
    expect(await world().json(resultKey())).toMatchObject({ state: 'queued' });
    await world().followAll();
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
    const shown = await world().json(resultKey());
    expect(shown).toMatchObject({
      state: 'scored',
      dataset: { type: 1, name: 'Multisong' },
      entry: {
        id: taken[0]?.id,
        link: `${world().upstream.url}/api/quality_checker/entry?id=${taken[0]?.id}`,
      },
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
    await world().accept(await world().put(sidecarKey(), SIDECAR));
    await expect(world().json(resultKey())).rejects.toThrow();
    await world().accept(await world().put(zipKey(), 'zip'));
    await world().followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', taken: [expect.anything()] });
  });

  it('is sent once however often its events come, together or later, and when the same bytes are dropped again', async () => {
    const events = [await world().put(zipKey(), 'zip'), await world().put(sidecarKey(), SIDECAR)];
    await Promise.all([...events, ...events].map((event) => world().accept(event)));
    await world().followAll();
    for (const event of events) await world().accept(event);
    world().clock.now += HOUR_MS;
    await drop({ zip: 'zip' });
    await world().followAll();
    const { submissionId, taken } = await submitted();
    expect(taken).toHaveLength(1);
    expect(newsOf(submissionId)).toHaveLength(1);
  });

  it('is another submission with other bytes, and the earlier one keeps its result under its id', async () => {
    await drop({ zip: 'first' });
    const first = await submitted();
    await world().put(zipKey(), 'second');
    world().clock.now += 1000;
    await world().accept(world().dropEvent(zipKey()));
    await world().followAll();
    const second = (await world().submissions.list()).find(
      ({ zip, submissionId }) => zip.key === zipKey() && submissionId !== first.submissionId,
    );
    expect(await world().json(resultKey())).toMatchObject({
      submissionId: second?.submissionId,
      state: 'scored',
    });
    // Its zip was gone before it was sent.
    expect(await world().json(resultKey().replace('.json', `.${first.submissionId}.json`))).toMatchObject({
      state: 'failed',
      failure: { error: 'SourceChanged', received: 'no' },
    });
    expect(world().desk.marked(first.submissionId)).toEqual([]);
  });

  it('gets a password when it brings none, which only its record knows', async () => {
    await drop({ sidecar: '{ "algorithm": "Mine", "description": "Does it." }' });
    await world().followAll();
    const { submissionId, taken } = await submitted();
    const made = await world().submissions.password(submissionId);
    expect(made).toMatch(/^[\w-]{32}$/);
    expect(taken[0]?.password).toBe(made);
    const shown = await world().everythingShown();
    for (const secret of [made, PASSWORD, TOKEN]) expect(shown).not.toContain(secret);
  });
});

describe('a wrong sidecar file', () => {
  it('is reported with line and column, and used once it is corrected', async () => {
    await drop({ sidecar: '{\n  "algorithm": "Mine",\n  "descripton": "Does it."\n}' });
    const reportKey = `reports/quality-checker/multisong/${name()}/entry.json`;
    expect(await world().json(reportKey)).toMatchObject({
      document: sidecarKey(),
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
    expect(await world().json(resultKey())).toMatchObject({
      summary: expect.stringMatching(/Nothing was sent/),
    });
    await world().accept(await world().put(sidecarKey(), SIDECAR));
    expect(await world().json(reportKey)).toMatchObject({ valid: true, problems: [] });
    await world().followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', taken: [expect.anything()] });
  });

  it('is one below a folder that names no dataset', async () => {
    const key = `quality-checker/nonsense/${name()}.zip`;
    await world().put(key, 'zip');
    await world().accept(await world().put(`${key}.mvsep.json`, SIDECAR));
    expect(await world().json(`reports/quality-checker/nonsense/${name()}.json`)).toMatchObject({
      problems: [{ message: expect.stringMatching(/"nonsense" names no dataset.*multisong \(1\)/) }],
    });
  });
});

describe('a zip that was sent', () => {
  it('is asked about at the service that has it, and at no other', async () => {
    world().desk.looksToJudge = Number.POSITIVE_INFINITY;
    await drop();
    // Sent before the settings change, looked at after it.
    world().upstream.faults = (kind) => {
      if (kind === 'quality-add') world().moveTo('https://elsewhere.test');
      return undefined;
    };
    await world().followAll();
    expect(await submitted()).toMatchObject({
      state: 'failed',
      failure: {
        error: 'UpstreamChanged',
        received: 'yes',
        reason: expect.stringMatching(/Set "upstream" back/),
      },
    });
    world().moveTo(world().upstream.url);
    world().upstream.heal();
    world().desk.looksToJudge = 1;
    world().clock.now += 1000;
    await drop();
    await world().followAll();
    expect(await submitted()).toMatchObject({ state: 'scored', requests: 1 });
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
