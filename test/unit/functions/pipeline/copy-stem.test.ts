import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jobKeys } from '../../../../shared/jobs/job-keys.ts';
import { resultStems } from '../../../../shared/jobs/result-stems.ts';
import { stemNames } from '../../../../shared/jobs/stem-name.ts';
import { START } from '../../shared/jobs/sample-job.ts';
import { type Answer, cut, html } from '../../shared/mvsep/scripted-server.ts';
import { doneAt, routed, STEM, served, sha256, useCopying } from './use-copying.ts';

const copying = useCopying();

const link = () => `${copying.web.url}/storage/drums.wav?secret=1`;

describe('copying a stem', () => {
  it('stores the same bytes, and their size, hash and etag on the record', async () => {
    copying.web.answer(served(STEM));
    const step = await copying.record([{ url: link(), bytes: STEM.length }]);
    await copying.copy(step);
    const key = `${step.folder}/drums.wav`;
    const { body, type, etag } = await copying.stored(key);
    expect(body.equals(STEM)).toBe(true);
    expect(type).toBe('audio/wav');
    const { files, events } = await copying.jobs.getStep(step);
    expect(files).toEqual({
      0: {
        stem: 'drums',
        key,
        bytes: STEM.length,
        sha256: sha256(STEM),
        etag: etag?.replaceAll('"', ''),
        contentType: 'audio/wav',
      },
    });
    expect(events.map(({ what }) => what)).toContain('stem stored');
    expect(copying.web.seen[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('does not fetch again what is stored already', async () => {
    copying.web.answer(served(STEM));
    const step = await copying.record([{ url: link() }, { stem: 'other', url: link() }]);
    await copying.copy(step);
    await copying.copy(step);
    expect(copying.web.seen).toHaveLength(1);
  });

  it.each([
    ['has failed', { set: { state: 'failed' as const } }],
    [
      'was cancelled and has failed',
      { set: { state: 'failed' as const, cancelledAt: '2026-08-12T12:00:00Z' } },
    ],
  ])('leaves nothing behind when its step %s meanwhile', async (_, change) => {
    const step = await copying.record([{ url: link() }]);
    copying.web.answer((response, request) => {
      void copying.jobs
        .changeStep(step, { at: START, ...change })
        .then(() => served(STEM)(response, request));
    });
    await expect(copying.copy(step)).rejects.toMatchObject({ name: 'JobEnded' });
    expect(await copying.visible(step)).toEqual([]);
  });

  it('leaves nothing behind when its job was deleted meanwhile', async () => {
    const step = await copying.record([{ url: link() }]);
    const { documents, tableName: TableName } = copying.table;
    copying.web.answer((response, request) => {
      void documents
        .send(new DeleteCommand({ TableName, Key: jobKeys.step(step.jobId, step.step) }))
        .then(() => served(STEM)(response, request));
    });
    await expect(copying.copy(step)).rejects.toMatchObject({ name: 'JobEnded' });
    expect(await copying.visible(step)).toEqual([]);
  });

  it('does not pass off the stem of an earlier attempt as that of the next', async () => {
    const step = await copying.record([{ url: link() }, { stem: 'other', url: link() }]);
    copying.web.answer((response, request) => {
      void copying.jobs
        .changeStep(step, { at: START, set: { attempt: 2 } })
        .then(() => served(STEM)(response, request));
    });
    await expect(copying.copy(step)).rejects.toMatchObject({ name: 'JobEnded' });
    expect((await copying.jobs.getStep(step)).files).toEqual({});
  });

  it('begins although the end of the wait is not on the record yet', async () => {
    copying.web.answer(served(STEM));
    const step = await copying.record([{ url: link() }, { stem: 'other', url: link() }], {
      state: 'waiting',
      work: 'poll',
      dueAt: '2026-08-12T12:01:00.000Z',
    });
    await copying.copy(step);
    const { state, work } = await copying.jobs.getStep(step);
    expect({ state, work }).toEqual({ state: 'copying', work: undefined });
  });

  it.each([
    ['promised', STEM.length],
    ['unknown', undefined],
  ])('takes a stem that comes without a length, the length being %s', async (_name, bytes) => {
    copying.web.answer((response) => {
      response.writeHead(200);
      response.write(STEM.subarray(0, 1000));
      response.end(STEM.subarray(1000));
    });
    const step = await copying.record([{ url: link(), ...(bytes === undefined ? {} : { bytes }) }]);
    await copying.copy(step);
    expect((await copying.stored(`${step.folder}/drums.wav`)).body.equals(STEM)).toBe(true);
  });
});

const TWICE_AS_MUCH = Buffer.concat([STEM.subarray(0, 44), STEM]);
const cutOff = STEM.subarray(0, STEM.length - 1000);
const endless: Answer = (response) => {
  response.writeHead(200);
  response.write(STEM);
  response.end('more');
};
const tooShort: Answer = (response) => {
  response.writeHead(200);
  response.end(STEM.subarray(0, 100_000));
};
const page: Answer = (response) => {
  const body = '<!DOCTYPE html><html><h1>Your link has expired</h1></html>'.padEnd(STEM.length);
  response.writeHead(200, { 'content-length': String(STEM.length), 'content-type': 'audio/wav' }).end(body);
};

describe('a download that fails', () => {
  it.each<[string, Answer]>([
    ['HTTP 500', html(500)],
    ['cut before the answer', cut],
    ['empty', served(Buffer.alloc(0))],
    ['shorter than promised', served(STEM.subarray(0, -1))],
    ['longer than promised', served(TWICE_AS_MUCH)],
    ['longer than promised, without a length', endless],
    ['shorter than promised, without a length', tooShort],
    ['a web page with status 200', page],
    ['another format', served(Buffer.from('fLaC'.padEnd(STEM.length)))],
    ['compressed', served(STEM, { headers: { 'content-encoding': 'gzip' } })],
  ])('(%s) may be tried again, and leaves nothing to be seen', async (_name, answer) => {
    copying.web.answer(answer);
    const step = await copying.record([{ url: link(), bytes: STEM.length }]);
    const error = await copying.copy(step).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'DownloadFailed', retryable: true, charged: 'yes' });
    expect(String(error)).not.toContain('secret');
    expect(copying.log.lines.join()).not.toContain('secret');
    expect(await copying.visible(step)).toEqual([]);
    expect((await copying.jobs.getStep(step)).files).toEqual({});

    copying.web.answer(served(STEM));
    await copying.copy(step);
    expect(await copying.visible(step)).toEqual(['drums.wav']);
  });

  it('refuses a WAV that promises more sound than it has, although its length is the announced one', async () => {
    copying.web.answer(routed(doneAt([{ type: 'Drums', url: link() }]), served(cutOff)));
    const step = await copying.record([{ url: link() }]);
    await expect(copying.copy(step)).rejects.toThrow('promises 300000 bytes of sound');
    expect(await copying.visible(step)).toEqual([]);
  });
});

describe('a link that leads where it must not', () => {
  it.each([
    'ftp://mvsep.com/a.wav?secret=1',
    'http://169.254.169.254/latest?secret=1',
    'http://127.0.0.1:1/a?secret=1',
    'http://[::1]/a?secret=1',
    'http://[::ffff:10.0.0.1]/a?secret=1',
  ])('%s is refused for good', async (url) => {
    const step = await copying.record([{ url }]);
    const error = await copying.copy(step).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'DownloadRefused', retryable: false });
    expect(`${error} ${copying.log.lines}`).not.toContain('secret');
  });

  it('is refused when a redirect leads there', async () => {
    copying.web.answer((response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/?secret=1' }).end(),
    );
    const step = await copying.record([{ url: link() }]);
    const error = await copying.copy(step).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'DownloadRefused' });
    expect(`${error} ${copying.log.lines}`).not.toContain('secret');
  });

  it('is refused although the server is our own, unless its exact origin is allowed', async () => {
    const step = await copying.record([{ url: link() }]);
    for (const allowedPrivateOrigins of [[], ['http://127.0.0.1']]) {
      await expect(copying.copy(step, 0, { allowedPrivateOrigins })).rejects.toMatchObject({
        name: 'DownloadRefused',
      });
    }
    expect(copying.web.seen).toHaveLength(0);
  });
});

describe('names that the service gives', () => {
  const NASTY = [
    '../../../etc/passwd',
    '/absolute',
    'a/b',
    'nul\u0000byte',
    '..',
    '.',
    '\u202egpj',
    'ÄÖ/ñ',
    'x'.repeat(5000),
    '%2e%2e%2f',
    'manifest',
    'CON',
    '',
  ];

  it('never lead out of the folder of the step, through the whole function', async () => {
    copying.web.answer(served(STEM));
    const plain = await copying.record([]);
    const files = NASTY.map((type, index) => ({
      type,
      url: `${copying.web.url}/storage/${index}.wav`,
      download: `../../${type}.wav`,
      bytes: undefined,
    }));
    const stems = resultStems(plain, files);
    await copying.jobs.changeStep(plain, { at: copying.time.now, set: { result: { kind: 'done', stems } } });
    for (const index of NASTY.keys()) await copying.copy(plain, index);
    const seen = await copying.visible(plain);
    expect(seen).toHaveLength(NASTY.length);
    for (const name of seen) expect(name).toMatch(/^[a-z0-9][a-z0-9-]*\.wav$/);
    expect(seen).not.toContain('manifest.wav');
  });

  it('become plain, short and different names, whatever they are', () => {
    const anything = fc.array(fc.string({ unit: 'binary', maxLength: 80 }), { maxLength: 12 });
    fc.assert(
      fc.property(anything, (labels) => {
        const names = stemNames(labels);
        expect(new Set(names).size).toBe(labels.length);
        for (const name of names) expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/);
      }),
    );
  });
});

describe('a step that has ended', () => {
  it.each([
    ['failed', { state: 'failed' }],
    ['was cancelled', { cancelledAt: '2026-08-12T12:00:00.000Z' }],
    ['waits for its separation still', { state: 'waiting', result: undefined }],
  ] as const)('gets no stems when it %s', async (_name, more) => {
    const step = await copying.record([{ url: link() }], more);
    await expect(copying.copy(step)).rejects.toMatchObject({ name: 'JobEnded' });
    expect(copying.web.seen).toHaveLength(0);
  });

  it('gets none when it is cancelled while the last is on its way', async () => {
    const step = await copying.record([{ url: link() }]);
    copying.web.answer((response, request) => {
      const cancelledAt = copying.time.now.toISOString();
      void copying.jobs
        .changeStep(step, { at: copying.time.now, set: { cancelledAt } })
        .then(() => served(STEM)(response, request));
    });
    await expect(copying.copy(step)).rejects.toMatchObject({ name: 'JobEnded' });
    expect((await copying.jobs.getStep(step)).state).toBe('copying');
  });
});
