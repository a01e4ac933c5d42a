import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseSeparator } from '../../../shared/engine/chosen-separator.ts';
import { phantomCenterOffer } from '../../../shared/separators/offers/phantom-center-offer.ts';
import { silentFlac } from '../../audio/silent-flac.ts';
import { booksOf } from './books.ts';
import { type EngineTables, startEngineTables } from './engine-tables.ts';
import { DONE, NOW, nobody, songOf, testEngine } from './test-engine.ts';

let tables: EngineTables;
beforeAll(async () => {
  tables = await startEngineTables();
});
afterAll(() => tables.stop());

const song = songOf(149, 'My Söng (1).WAV');

async function engine(options: Parameters<typeof testEngine>[1] = {}) {
  return testEngine(await tables.empty(), options);
}

describe('create with a file', () => {
  it('stores it, charges it, and starts it in a free slot', async () => {
    const one = await engine();
    const premium = await one.account('ann', { balance: 10, premiumEnabled: true, longFilenames: true });
    const hash = await one.create(
      premium,
      { sep_type: '55', add_opt1: '0', add_opt2: '', webhook_url: 'https://hook.example/x' },
      { audiofile: song },
    );
    expect(hash).toMatch(/^20260812120000-[0-9a-f]{10}-my-s-ng--1-\.wav$/);
    expect(one.objects.get(`storage/temp/${hash}`)).toEqual(song.bytes);
    expect(await one.items('separations')).toEqual([
      {
        kind: 'separation',
        hash,
        status: 'processing',
        slot: expect.any(Number),
        createdAt: NOW.toISOString(),
        expiresAt: NOW.getTime() / 1000 + 72 * 3600,
        accountId: 'ann',
        plan: 'premium',
        number: 1,
        credits: 2,
        seconds: 149,
        sepType: 55,
        options: { add_opt1: '0' },
        separator: chooseSeparator(phantomCenterOffer, { add_opt1: '0' }),
        outputFormat: 1,
        longFilenames: true,
        isDemo: false,
        webhookUrl: 'https://hook.example/x',
        inputBytes: song.bytes.length,
      },
    ]);
    const starts = one.workflows.commandCalls(StartExecutionCommand).map((call) => call.args[0].input);
    expect(starts).toEqual([
      {
        stateMachineArn: one.deps.workflowArn,
        name: hash.replaceAll('.', '_'),
        input: JSON.stringify({ hash }),
      },
    ]);
    const { balance, entries } = await booksOf(one, 'ann');
    expect(balance).toBe(8);
    expect(entries).toContainEqual({ credits: -2, reason: 'charge', at: NOW.toISOString(), hash });
    expect(await one.items('publications')).toEqual([{ pk: 'USAGE#2026-08', sk: '55', count: 1 }]);
  });

  it('takes every output format, and mp3 where none is named', async () => {
    const one = await engine();
    const premium = await one.account('ann', { balance: 99, premiumEnabled: true });
    for (const output_format of ['', '0', '1', '2', '3', '4', '5']) {
      await one.create(premium, { output_format }, { audiofile: songOf(1) });
    }
    const formats = (await one.items('separations')).map(({ outputFormat }) => Number(outputFormat));
    expect(formats.toSorted()).toEqual([0, 0, 1, 2, 3, 4, 5]);
  });

  it('charges nothing without premium', async () => {
    const one = await engine();
    const registered = await one.account('bob', { balance: 10 });
    await one.create(registered, {}, { audiofile: song });
    expect((await booksOf(one, 'bob')).balance).toBe(10);
  });

  it('refuses what the credits do not suffice for, and keeps nothing', async () => {
    const one = await engine();
    const premium = await one.account('ann', { balance: 1, premiumEnabled: true });
    await expect(one.create(premium, {}, { audiofile: song })).rejects.toMatchObject({
      status: 400,
      message: 'This separation costs 2 credits, and 1 is left. Get more credits, or disable premium.',
    });
    expect([one.objects.size, (await one.items('separations')).length]).toEqual([0, 0]);
    expect(await one.items('queue')).toEqual([]);
    expect((await booksOf(one, 'ann')).balance).toBe(1);
  });

  it('takes the two files of a type that needs two', async () => {
    const one = await engine();
    const premium = await one.account('ann', { balance: 99, premiumEnabled: true });
    const files = { target_audiofile: song, reference_audiofile: songOf(30, 'hit.wav') };
    const hash = await one.create(premium, { sep_type: '68' }, files);
    expect(await one.items('separations')).toMatchObject([
      { reference: { fileName: 'hit.wav' }, seconds: 149 },
    ]);
    expect([...one.objects.keys()]).toEqual([
      `storage/temp/${hash}`,
      `storage/temp/${hash.replace('.wav', '_reference.wav')}`,
    ]);
    await expect(one.create(premium, { sep_type: '68' }, { target_audiofile: song })).rejects.toThrow(
      'reference_audiofile',
    );
  });

  it('goes on when an execution cannot be started: it is mended within a minute', async () => {
    const one = await engine();
    one.broken.starts = 1;
    const hash = await one.create(await one.account('bob'), {}, { audiofile: song });
    expect(one.executions.size).toBe(0);
    await one.tend();
    expect([...one.executions.keys()]).toEqual([expect.stringContaining(hash.replaceAll('.', '_'))]);
  });

  it('answers what is paid for, also when the queue cannot be looked at', async () => {
    const store = await tables.empty();
    const one = testEngine(
      tables.through(store, async (command, send) => {
        if (command === 'QueryCommand') throw new Error('throttled');
        return send();
      }),
    );
    const premium = await one.account('ann', { balance: 9, premiumEnabled: true });
    const hash = await one.create(premium, {}, { audiofile: song });
    const mended = testEngine(store);
    await mended.tend();
    expect(await mended.running()).toEqual([hash]);
  });
});

describe('a create whose transaction fails', () => {
  /** The tables, with one transaction that throws: before it is written, or when it is. */
  async function failing(when: 'before' | 'after') {
    const store = await tables.empty();
    const faults = { left: 1 };
    const through = tables.through(store, async (command, send) => {
      if (command !== 'TransactWriteItemsCommand' || faults.left-- !== 1) return send();
      if (when === 'after') await send();
      throw new Error('connection lost');
    });
    const one = testEngine(store);
    const ann = await one.account('ann', { balance: 9, premiumEnabled: true });
    return { one, ann, failing: testEngine(through) };
  }
  const url = 'https://songs.example/a.mp3';

  it('is answered all the same when it was written, and charged once', async () => {
    const byFile = await failing('after');
    const hash = await byFile.failing.create(byFile.ann, {}, { audiofile: song });
    expect(await byFile.one.running()).toEqual([hash]);
    expect(await booksOf(byFile.one, 'ann')).toMatchObject({ balance: 7 });
    const byLink = await failing('after');
    const link = await byLink.failing.create(byLink.ann, { url });
    expect(await byLink.one.getRemote(link)).toMatchObject({ status: 'waiting' });
  });

  it('fails when it was not, and nothing is kept or charged', async () => {
    for (const [fields, files] of [
      [{}, { audiofile: song }],
      [{ url }, {}],
    ] as const) {
      const { one, ann, failing: broken } = await failing('before');
      await expect(broken.create(ann, fields, files)).rejects.toThrow('connection lost');
      expect([await one.items('separations'), await one.items('queue')]).toEqual([[], []]);
      expect(await booksOf(one, 'ann')).toMatchObject({ balance: 9 });
    }
  });
});

describe('create with a link', () => {
  it('gives a short hash and starts to fetch, without a charge', async () => {
    const one = await engine();
    const premium = await one.account('ann', { balance: 5, premiumEnabled: true });
    const hash = await one.create(premium, { url: 'https://songs.example/a.mp3?x=1' });
    expect(hash).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(await one.items('separations')).toMatchObject([
      {
        kind: 'remote',
        status: 'waiting',
        longHash: expect.stringMatching(/^20260812120000-[0-9a-f]{10}-a\.mp3$/),
      },
    ]);
    expect([...one.executions.keys()]).toEqual([`arn:aws:states:eu-west-1:1:execution:fetch:${hash}`]);
    expect((await booksOf(one, 'ann')).balance).toBe(5);
    expect(await one.getRemote(hash)).toMatchObject({
      status: 'waiting',
      data: { queue_count: 1, current_order: 1 },
    });
  });

  it('knows no long hash of a link that names no file', async () => {
    const one = await engine();
    const hash = await one.create(await one.account('bob'), {
      url: 'https://drive.google.com/file/d/abc/view',
      remote_type: 'drive',
    });
    const [record] = await one.items('separations');
    expect(record).not.toHaveProperty('longHash');
    expect(await one.history(await one.account('bob'))).toMatchObject([{ hash, credits: 0 }]);
  });
});

describe('create with premium and a link', () => {
  const url = { url: 'https://songs.example/a.wav' };

  it('refuses who could not pay for the shortest song, but not the owner', async () => {
    const one = await engine();
    const poor = await one.account('ann', { premiumEnabled: true });
    await expect(one.create(poor, url)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('0 are left'),
    });
    await one.create(await one.account('owner', { premiumEnabled: true }), url);
  });

  it('fetches fifty at once for one account, and asks it to wait with more', async () => {
    const one = await engine();
    const premium = await one.account('ann', { balance: 9, premiumEnabled: true });
    const hashes: string[] = [];
    for (let count = 0; count < 50; count++) hashes.push(await one.create(premium, url));
    await expect(one.create(premium, url)).rejects.toMatchObject({
      status: 429,
      headers: { 'retry-after': '30' },
    });
    await one.create(await one.account('eve', { balance: 9, premiumEnabled: true }), url);
    await one.cancel(premium, hashes[0] ?? '');
    await one.create(premium, url);
  });
});

describe('create refuses', () => {
  it.each([
    ['a type that does not exist', { sep_type: '9999' }, 'Seperation type is not set'],
    ['a type without a separator', { sep_type: '51' }, 'cannot do separation type 51'],
    ['a type that takes no file', { sep_type: '103' }, 'cannot do separation type 103'],
    ['an option that is not in the catalogue', { add_opt1: '77' }, 'add_opt1'],
    ['a webhook that is no web address', { webhook_url: 'file:///etc/passwd' }, 'webhook_url'],
    ['a link that is no web address', { url: 'ftp://a/b' }, 'url'],
    ['no audio at all', {}, 'audiofile'],
  ])('%s, and keeps nothing', async (_, fields, message) => {
    const one = await engine();
    const premium = await one.account('ann', { balance: 9, premiumEnabled: true });
    await expect(one.create(premium, fields)).rejects.toMatchObject({
      name: 'CallRefusal',
      status: 400,
      message: expect.stringContaining(message),
    });
    expect(await one.items('separations')).toEqual([]);
    expect(one.executions.size).toBe(0);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'empty'],
    ['text', Buffer.from('not a song '.repeat(99)), 'Use WAV, FLAC, MP3, M4A'],
    ['a song longer than ten minutes', songOf(660).bytes, '10 are the limit without premium'],
  ])('%s', async (_, bytes, message) => {
    const one = await engine();
    const file = { name: 'a.wav', bytes };
    await expect(one.create(await one.account('bob'), {}, { audiofile: file })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(message),
    });
    expect(one.objects.size).toBe(0);
  });

  it('a song longer than this server takes, even with premium', async () => {
    const one = await engine();
    const premium = await one.account('ann', { balance: 99, premiumEnabled: true });
    await one.create(premium, {}, { audiofile: songOf(660) });
    const bytes = silentFlac({ frames: 1, says: 44_100 * 6_100 });
    await expect(one.create(premium, {}, { audiofile: { name: 'long.flac', bytes } })).rejects.toThrow(
      '100 are the limit of this server',
    );
  });

  it('one of two files, and says which', async () => {
    const one = await engine();
    const premium = await one.account('ann', { balance: 99, premiumEnabled: true });
    const text: typeof song = { name: 'a.wav', bytes: Buffer.from('not a song '.repeat(99)) };
    const create = (target_audiofile: typeof song, reference_audiofile: typeof song) =>
      one.create(premium, { sep_type: '68' }, { target_audiofile, reference_audiofile });
    await expect(create(text, song)).rejects.toThrow('target_audiofile: The file is not audio');
    await expect(create(song, text)).rejects.toThrow('reference_audiofile: The file is not audio');
  });

  it('songs that are too long to be compared with each other, however short one of them is', async () => {
    const one = await engine();
    const premium = await one.account('ann', { balance: 99, premiumEnabled: true });
    const long = { name: 'long.flac', bytes: silentFlac({ frames: 1, says: 44_100 * 960 }) };
    const short = songOf(60);
    for (const files of [
      { target: long, reference: short },
      { target: short, reference: long },
    ]) {
      const { target: target_audiofile, reference: reference_audiofile } = files;
      await expect(
        one.create(premium, { sep_type: '68' }, { target_audiofile, reference_audiofile }),
      ).rejects.toThrow('15 are the limit for types that compare two');
    }
  });

  it.each([
    ['output format 4 without premium', 'registered', { output_format: '4' }, 'for premium accounts'],
    ['types for premium', 'registered', { sep_type: '26' }, 'until you purchase premium membership'],
    ['types for registered users without an account', 'nobody', { sep_type: '20' }, 'Register an account'],
  ])('%s', async (_, who, fields, message) => {
    const one = await engine();
    const caller = who === 'nobody' ? nobody : await one.account('bob');
    await expect(one.create(caller, fields, { audiofile: song })).rejects.toThrow(message);
  });
});

describe('without premium', () => {
  it('only one separation may be unprocessed, whichever way it came and however many are sent at once', async () => {
    const one = await engine();
    const registered = await one.account('bob');
    const all = await Promise.allSettled([
      ...[1, 2, 3].map(() => one.create(registered, {}, { audiofile: song })),
      ...[1, 2, 3].map(() => one.create(registered, { url: 'https://songs.example/a.mp3' })),
    ]);
    const refused = all.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(5);
    for (const { reason } of refused) expect(reason).toMatchObject({ status: 400 });
    await expect(one.create(registered, {}, { audiofile: song })).rejects.toThrow(
      'You already have unprocessed file in queue. Please wait before adding new file!',
    );
    expect(one.objects.size).toBeLessThanOrEqual(1);
    expect(await one.items('separations')).toHaveLength(1);
  });

  it('nothing outlasts the separation that keeps others from being created', async () => {
    const one = await engine();
    const registered = await one.account('bob');
    const hash = await one.create(registered, {}, { audiofile: song });
    const { expiresAt } = await one.separations.separation(hash);
    const held = (await one.items('accounts')).filter(({ sk }) => /^(CURRENT|UNPROCESSED)/.test(String(sk)));
    expect(held.map((item) => item.expiresAt)).toEqual([expiresAt, expiresAt]);
    const lines = (await one.items('accounts')).filter(({ sk }) => String(sk).startsWith('HISTORY#'));
    expect(lines.map((item) => item.expiresAt)).toEqual([undefined]);
  });

  it('a next one may come as soon as the last has ended, well or not', async () => {
    const one = await engine();
    const registered = await one.account('bob');
    for (const ending of [DONE, { status: 'failed', message: 'It is broken.' }] as const) {
      const hash = await one.create(registered, {}, { audiofile: song });
      expect(await one.end(hash, ending)).toBe(true);
    }
    await one.create(registered, {}, { audiofile: song });
  });

  it('fifty are allowed in 24 hours, and the next when the first of them is a day old', async () => {
    let time = NOW.getTime();
    const one = await engine({ now: () => new Date(time) });
    const registered = await one.account('bob');
    for (let count = 0; count < 50; count++) {
      const hash = await one.create(registered, {}, { audiofile: song });
      await one.end(hash, DONE);
      time += 60_000;
    }
    expect((await one.queue(registered)).free_separations).toEqual({ left: 0, max: 50 });
    await expect(one.create(registered, {}, { audiofile: song })).rejects.toThrow(
      'You have reached the limit of separations for today.',
    );
    time = NOW.getTime() + 24 * 3_600_000 + 1;
    expect((await one.queue(registered)).free_separations).toEqual({ left: 1, max: 50 });
    await one.create(registered, {}, { audiofile: song });
  });

  it('somebody without an account is known by the address', async () => {
    const one = await engine();
    const hash = await one.create(nobody, { sep_type: '55' }, { audiofile: song });
    await expect(one.create(nobody, { sep_type: '55' }, { audiofile: song })).rejects.toThrow('unprocessed');
    await one.create({ kind: 'anonymous', address: '192.0.2.8' }, { sep_type: '55' }, { audiofile: song });
    expect(await one.separations.separation(hash)).toMatchObject({
      plan: 'unregistered',
      accountId: expect.stringMatching(/^anonymous-[0-9a-f]{20}$/),
    });
    expect(JSON.stringify(await one.items('accounts'))).not.toContain('192.0.2');
  });
});
