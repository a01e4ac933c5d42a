import { createServer } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../../shared/errors/service-error.ts';
import { createMvsepClient } from '../../../../../shared/mvsep/client/mvsep-client.ts';
import { remoteHash } from '../../../../../shared/mvsep/contract/remote-hash.ts';
import { separationHash } from '../../../../../shared/mvsep/contract/separation-hash.ts';
import {
  cut,
  cutInside,
  html,
  json,
  silence,
  startScriptedServer,
  useScriptedServer,
} from '../scripted-server.ts';

const TOKEN = 'SecretTokenSecretTokenSecretTo';
const HASH = separationHash.parse('20260812120000-0123456789-my-song.wav');
const REMOTE = remoteHash.parse('n2AwBjy4KsFZfqqR');
const BY_LINK = {
  audio: { url: 'https://example.com/a.wav?sig=LINKSECRET' },
  separationType: 44,
  outputFormat: 1,
};

const server = useScriptedServer();

function client(baseUrl = server.url) {
  return createMvsepClient({
    baseUrl,
    token: async () => TOKEN,
    timeouts: { answerMs: 300, uploadMs: 2_000 },
  });
}

async function failure(call: Promise<unknown>): Promise<ServiceError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ServiceError)) throw new Error(`expected a ServiceError, got ${String(error)}`);
  let text = '';
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    text += `${current.message} ${current.stack}`;
  }
  expect(text).not.toContain(TOKEN);
  expect(text).not.toContain('LINKSECRET');
  return error;
}

describe('create, accepted', () => {
  it.each([true, 'true', 1])('takes success as %j and a short hash as a remote upload', async (success) => {
    server.answer(json({ success, data: { link: 'x', hash: REMOTE } }));
    expect(await client().separation.create({ ...BY_LINK, options: { add_opt1: '5' } })).toEqual({
      kind: 'remote',
      hash: REMOTE,
    });
    const [request] = server.seen;
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe('/api/separation/create');
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(request?.headers['content-length']).toBe(String(request?.body.length));
    expect(request?.headers['transfer-encoding']).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(request?.body.toString()))).toEqual({
      url: BY_LINK.audio.url,
      remote_type: 'direct',
      sep_type: '44',
      add_opt1: '5',
      output_format: '1',
      is_demo: '0',
      api_token: TOKEN,
    });
  });

  it('takes a long hash as a separation, also for a link', async () => {
    server.answer(json({ success: true, data: { hash: HASH } }));
    expect(await client().separation.create(BY_LINK)).toEqual({ kind: 'separation', hash: HASH });
  });

  it('sends a file as a form with the file last, a UTF-8 name and an exact length', async () => {
    server.answer(json({ success: true, data: { hash: HASH } }));
    const parts = [Buffer.from([0, 1, 2]), Buffer.from('\r\n--tail')];
    const body = (async function* () {
      yield* parts;
    })();
    const audio = { fileName: 'Ärger "live"\r\n🎸.wav', bytes: 11, body };
    await client().separation.create({
      audio,
      separationType: 44,
      outputFormat: 1,
      webhookUrl: 'https://h/x',
    });

    const [request] = server.seen;
    const boundary = /boundary=(.+)$/.exec(request?.headers['content-type'] ?? '')?.[1];
    const field = (name: string, value: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const expected = Buffer.concat([
      Buffer.from(
        field('remote_type', 'direct') +
          field('sep_type', '44') +
          field('output_format', '1') +
          field('is_demo', '0') +
          field('webhook_url', 'https://h/x') +
          field('api_token', TOKEN) +
          `--${boundary}\r\nContent-Disposition: form-data; name="audiofile"; filename="Ärger %22live%22%0D%0A🎸.wav"\r\n` +
          'Content-Type: application/octet-stream\r\n\r\n',
      ),
      ...parts,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    expect(request?.body.equals(expected)).toBe(true);
    expect(request?.headers['content-length']).toBe(String(expected.length));
    expect(request?.headers['transfer-encoding']).toBeUndefined();
  });
});

describe('create, refused: nothing was charged', () => {
  it.each([
    [
      json({ success: false, errors: ['Seperation type is not set'] }, 400),
      'MvsepRejected',
      'Seperation type is not set',
    ],
    [
      json({ success: false, data: { message: 'limit of separations' } }, 400),
      'MvsepRejected',
      'limit of separations',
    ],
    [
      json({ success: false, message: { url: ['The url is bad.'] } }, 422),
      'MvsepRejected',
      'The url is bad.',
    ],
    [json({ success: 'false', errors: ['no'] }, 200), 'MvsepRejected', 'no'],
    [
      json({ success: false, errors: ['You already have unprocessed file in queue.'] }, 400),
      'MvsepBusy',
      'unprocessed',
    ],
    [json({ message: 'slow down' }, 429, { 'retry-after': '17' }), 'MvsepBusy', '429'],
    [json({ success: false, errors: ['Invalid token'] }, 401), 'MvsepUnauthorized', 'token secret'],
    [json({ success: false, errors: ['invalid token given'] }, 400), 'MvsepUnauthorized', 'token secret'],
    [html(413), 'MvsepRejected', 'too large'],
    [html(404), 'MvsepRejected', '404'],
    [html(421), 'MvsepRejected', '421'],
    [json({ success: false, data: 'no such model' }, 400), 'MvsepRejected', 'no such model'],
    [json({ success: false, data: 'no such model' }), 'MvsepRejected', 'no such model'],
    [
      json({ success: false, errors: [`cannot fetch ${BY_LINK.audio.url}`] }, 400),
      'MvsepRejected',
      'cannot fetch https://example.com/a.wav',
    ],
    [
      json({ success: false, message: `api_token=${TOKEN} was sent to https://x/a?t=${TOKEN}` }),
      'MvsepRejected',
      'https://x/a',
    ],
  ])('case %#', async (answer, name, text) => {
    server.answer(answer);
    const error = await failure(client().separation.create(BY_LINK));
    expect(error).toMatchObject({ name, charged: 'no', retryable: name === 'MvsepBusy' });
    expect(error.message).toContain(text);
    expect(server.seen).toHaveLength(1);
  });

  it.each(['', 'two words', '<html>', 'a\r\nb'])(
    'a stored token that cannot be one (%j) is not sent',
    async (token) => {
      server.answer(json({ success: true, data: { hash: HASH } }));
      const odd = createMvsepClient({ baseUrl: server.url, token: async () => token });
      expect(await failure(odd.separation.create(BY_LINK))).toMatchObject({
        name: 'MvsepUnauthorized',
        charged: 'no',
      });
      expect(server.seen).toHaveLength(0);
    },
  );

  it('says how long a busy service asks to wait', async () => {
    server.answer(json({}, 429, { 'retry-after': '17' }));
    expect(await failure(client().separation.create(BY_LINK))).toMatchObject({ retryAfterSeconds: 17 });
  });

  it('never connected: may be tried again', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const address = closed.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => closed.close(resolve));
    const error = await failure(client(`http://127.0.0.1:${port}`).separation.create(BY_LINK));
    expect(error).toMatchObject({ name: 'MvsepUnavailable', charged: 'no', retryable: true });
  });
});

describe('create, outcome unknown: never sent again', () => {
  it.each([
    ['cut', cut],
    ['cut inside the answer', cutInside],
    ['no answer in time', silence],
    ['500 with JSON', json({ success: false, message: 'oops' }, 500)],
    ['502 with HTML', html(502)],
    ['408', html(408)],
    ['499, which says that somebody on the way gave up', html(499)],
    // Node's fetch shows no answer behind this status, so nobody knows what it said.
    ['407', html(407)],
    ['200 with HTML', html(200)],
    ['200 without a hash', json({ success: true, data: [] })],
    ['200 with nothing', json({})],
    ['200 with a list', json([])],
    ['a redirect', html(302)],
  ])('%s', async (_name, answer) => {
    server.answer(answer);
    const error = await failure(client().separation.create(BY_LINK));
    expect(error).toMatchObject({ name: 'MvsepAmbiguous', charged: 'maybe', retryable: false });
    expect(error.message).toMatch(/separation history/);
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    new Error('S3 went away'),
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' }),
  ])('an upload that breaks on our side (%s)', async (reason) => {
    server.answer(json({ success: true, data: { hash: HASH } }));
    const body = (async function* () {
      yield Buffer.from('half');
      throw reason;
    })();
    const audio = { fileName: 'a.wav', bytes: 100, body };
    const error = await failure(client().separation.create({ audio, separationType: 44, outputFormat: 1 }));
    expect(error).toMatchObject({ name: 'MvsepAmbiguous', charged: 'maybe' });
    expect(server.seen).toHaveLength(0);
  });
});

describe('HTTP 421, after which a browser would send the request again', () => {
  const FILE = { fileName: 'a.wav', bytes: 3 };
  it.each([
    ['a create with a link', () => client().separation.create(BY_LINK)],
    [
      'a create with a file',
      () => {
        const body = (async function* () {
          yield Buffer.from('abc');
        })();
        return client().separation.create({ ...BY_LINK, audio: { ...FILE, body } });
      },
    ],
    ['a cancel', () => client().separation.cancel(HASH)],
  ])('%s is sent once, whole', async (_name, call) => {
    server.answer(html(421), json({ success: true, status: 'processing' }));
    expect(await failure(call())).toMatchObject({ name: 'MvsepRejected', charged: 'no' });
    // Whatever else was on its way has arrived before the next answer.
    await client().separation.get(HASH);
    const posts = server.seen.filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(1);
    expect(posts[0]?.headers['content-length']).toBe(String(posts[0]?.body.length));
    expect(server.seen).toHaveLength(2);
  });
});

describe('a redirect', () => {
  it('is not followed, so that no other host sees the token', async () => {
    const other = await startScriptedServer();
    other.answer(json({ success: true, data: { hash: HASH } }));
    server.answer((response) => response.writeHead(307, { location: `${other.url}/steal` }).end());
    await failure(client().separation.create(BY_LINK));
    await failure(client().separation.get(HASH));
    expect(other.seen).toHaveLength(0);
    await other.stop();
  });
});

describe('get', () => {
  const FILE = {
    type: 'Vocals',
    url: 'https://x/storage/a_vocals.wav',
    size: '5 MB',
    bytes: '6123456',
    download: 'a.wav',
  };

  it.each([
    [
      { success: true, status: 'waiting', data: { queue_count: 9, current_order: '3' } },
      { kind: 'waiting', position: 3, queueLength: 9 },
    ],
    [{ success: true, status: 'processing', data: {} }, { kind: 'processing' }],
    [
      { success: true, status: 'distributing', data: { finished_chunks: 1, all_chunks: 4 } },
      { kind: 'distributing', finishedChunks: 1, allChunks: 4 },
    ],
    [{ success: true, status: 'merging' }, { kind: 'merging' }],
    [
      { success: 1, status: 'failed', data: { message: 'bad' } },
      { kind: 'failed', message: 'bad' },
    ],
    [
      { success: true, status: 'polishing', data: [] },
      { kind: 'unknown', status: 'polishing' },
    ],
    [
      { success: false, status: 'not_found', data: { message: 'gone' } },
      { kind: 'not-found', message: 'gone' },
    ],
    [
      { success: true, status: 'failed', data: 'out of memory' },
      { kind: 'failed', message: 'out of memory' },
    ],
    [
      { success: true, status: 'failed', data: { message: `no audio at ${BY_LINK.audio.url}` } },
      { kind: 'failed', message: 'no audio at https://example.com/a.wav' },
    ],
    [{ success: true, status: 'done', data: {} }, { kind: 'links-pending' }],
    [{ success: true, status: 'done', data: { files: [] } }, { kind: 'links-pending' }],
    [
      { success: true, status: 'done', data: { files: [FILE, { type: 'Other', url: '' }] } },
      { kind: 'links-pending' },
    ],
    [
      { success: true, status: 'done', data: { files: [FILE, { ...FILE, url: 'ftp://x' }] } },
      { kind: 'links-pending' },
    ],
    [
      {
        success: true,
        status: 'done',
        data: { files: [FILE], algorithm: 'A', output_format: 'wav', tags: null },
      },
      {
        kind: 'done',
        algorithm: 'A',
        outputFormat: 'wav',
        files: [{ type: 'Vocals', url: FILE.url, download: 'a.wav', bytes: 6123456 }],
      },
    ],
  ])('reads %j', async (answer, progress) => {
    server.answer(json(answer));
    expect(await client().separation.get(HASH)).toEqual(progress);
  });

  it('keeps 500 characters of a message', async () => {
    server.answer(json({ success: true, status: 'failed', data: { message: 'long'.repeat(1_000) } }));
    expect(await client().separation.get(HASH)).toEqual({ kind: 'failed', message: 'long'.repeat(125) });
  });

  it.each([0, '0', -1, 1.5, '9'.repeat(30), 'many'])('takes a size of %j as unknown', async (bytes) => {
    server.answer(json({ success: true, status: 'done', data: { files: [{ ...FILE, bytes }] } }));
    expect(await client().separation.get(HASH)).toMatchObject({
      files: [{ url: FILE.url, bytes: undefined }],
    });
  });

  it('takes as many files as a record can hold, and names more than that as its reason', async () => {
    const files = (count: number, url = FILE.url) =>
      json({ success: true, status: 'done', data: { files: Array(count).fill({ ...FILE, url }) } });
    server.answer(files(100));
    expect(await client().separation.get(HASH)).toMatchObject({ kind: 'done' });
    for (const answer of [files(101), files(10, `https://x/${'a'.repeat(11_000)}`)]) {
      server.answer(answer);
      const error = await failure(client().separation.get(HASH));
      expect(error).toMatchObject({ name: 'MvsepProtocolError', retryable: true });
      expect(error.message).toMatch(/that can be kept/);
    }
  });

  it('asks without the token', async () => {
    server.answer(json({ success: true, status: 'processing' }));
    await client().separation.get(HASH);
    expect(server.seen[0]?.url).toBe(`/api/separation/get?hash=${HASH}&mirror=0`);
  });

  it.each([
    [html(500), 'MvsepUnavailable'],
    [html(502), 'MvsepUnavailable'],
    [cut, 'MvsepUnavailable'],
    [cutInside, 'MvsepUnavailable'],
    [silence, 'MvsepUnavailable'],
    [html(200), 'MvsepProtocolError'],
    [json([]), 'MvsepProtocolError'],
    [json({}, 429), 'MvsepBusy'],
  ])('names fault %# as one that may be repeated', async (answer, name) => {
    server.answer(answer);
    expect(await failure(client().separation.get(HASH))).toMatchObject({
      name,
      retryable: true,
      charged: 'no',
    });
    expect(server.seen).toHaveLength(1);
  });

  it('either understands any JSON or names it a protocol error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (body) => {
        server.answer(json(body));
        const outcome = await client()
          .separation.get(HASH)
          .catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome.name).toMatch(/MvsepProtocolError|MvsepRejected/);
        else expect(outcome).toHaveProperty('kind');
      }),
      { numRuns: 60 },
    );
  });

  it('gives up when the caller does', async () => {
    server.answer(silence);
    const signal = AbortSignal.timeout(20);
    expect(await failure(client().separation.get(HASH, { signal }))).toMatchObject({
      name: 'MvsepUnavailable',
    });
  });
});

describe('getRemote', () => {
  it.each([
    [{ success: false, status: 'not_found' }, { kind: 'not-ready' }],
    [
      { success: false, data: { message: 'Your audio file is being downloaded, please wait a while...' } },
      { kind: 'not-ready' },
    ],
    [
      { success: true, status: 'waiting', data: { current_order: 2, queue_count: 5 } },
      { kind: 'waiting', position: 2 },
    ],
    [
      { success: true, status: 'failed', data: { message: 'no audio' } },
      { kind: 'failed', message: 'no audio' },
    ],
    [
      { success: true, status: 'failed', data: `no audio at ${BY_LINK.audio.url}` },
      { kind: 'failed', message: 'no audio at https://example.com/a.wav' },
    ],
    [
      { success: false, data: { message: `fetching ${BY_LINK.audio.url}` } },
      { kind: 'not-ready', message: 'fetching https://example.com/a.wav' },
    ],
    [
      { success: 'true', status: 'done', data: { hash: HASH, link: 'x' } },
      { kind: 'done', hash: HASH },
    ],
    [{ success: true, status: 'done', data: {} }, { kind: 'not-ready' }],
    [
      { success: true, status: 'fetching', data: {} },
      { kind: 'unknown', status: 'fetching' },
    ],
  ])('reads %j', async (answer, progress) => {
    server.answer(json(answer));
    expect(await client().separation.getRemote(REMOTE)).toMatchObject(progress);
  });
});

describe('cancel and algorithms', () => {
  it('cancels with the token in the form and tells what was said', async () => {
    server.answer(json({ success: true, message: 'cancelled' }));
    expect(await client().separation.cancel(HASH)).toEqual({ cancelled: true, message: 'cancelled' });
    expect(server.seen[0]?.body.toString()).toBe(`hash=${HASH}&api_token=${TOKEN}`);
  });

  it('reads options as text and as object', async () => {
    const item = { render_id: 44, name: 'Drums', price_coefficient: '1', is_active: 1 };
    const field = { name: 'add_opt1', default_key: null, required: 1 };
    server.answer(
      json([
        { ...item, algorithm_fields: [{ ...field, options: '{"0":"a"}' }] },
        {
          ...item,
          algorithm_fields: [
            { ...field, options: { 1: 'b' } },
            { ...field, options: '{}' },
            { ...field, options: '["A","B"]' },
            { ...field, options: ['C'] },
            { ...field, options: '[1]' },
          ],
        },
      ]),
    );
    const algorithms = await client().app.algorithms({ scopes: 'single_upload' });
    expect(algorithms.flatMap((one) => one.algorithmFields.map(({ options }) => options))).toEqual([
      { 0: 'a' },
      { 1: 'b' },
      {},
      { 0: 'A', 1: 'B' },
      { 0: 'C' },
      {},
    ]);
    expect(server.seen[0]?.url).toBe('/api/app/algorithms?scopes=single_upload');
  });

  it('names a refusal where a list was expected', async () => {
    server.answer(json({ success: false, message: 'maintenance' }));
    expect(await failure(client().app.algorithms())).toMatchObject({ name: 'MvsepRejected' });
  });
});
