import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchRemote } from '../../../functions/engine/fetch-remote/fetch-remote.ts';
import { tendQueue } from '../../../functions/engine/tend-queue/tend-queue.ts';
import { silentFlac } from '../../audio/silent-flac.ts';
import { remoteServer } from '../remote/remote-server.ts';
import { booksOf } from './books.ts';
import { type EngineTables, startEngineTables } from './engine-tables.ts';
import { songOf, testEngine } from './test-engine.ts';

let tables: EngineTables;
beforeAll(async () => {
  tables = await startEngineTables();
});
afterAll(() => tables.stop());

const song = songOf(149).bytes;
/** By its header: hours of it would not be small. */
const hours = silentFlac({ frames: 1, says: 44_100 * 6_100 });

async function linked(path = '/music/My%20S%C3%B6ng.WAV?sig=secret', body = song) {
  const origin = await remoteServer((_, response) => response.end(body));
  const one = testEngine(await tables.empty(), { separationsAtOnce: 1, allowedPrivateOrigins: [origin] });
  const ann = await one.account('ann', { balance: 10, premiumEnabled: true });
  const hash = await one.create(ann, { url: `${origin}${path}` });
  return { one, ann, hash };
}

describe('fetching a link', () => {
  it('makes it a separation that is charged, waits and starts, under a hash that carries its name', async () => {
    const { one, ann, hash } = await linked();
    await one.fetch(hash);
    const remote = await one.getRemote(hash);
    const longHash = 'hash' in remote.data ? remote.data.hash : '';
    expect(longHash).toMatch(/^20260812120000-[0-9a-f]{10}-my-s-ng\.wav$/);
    expect(one.objects.get(`storage/temp/${longHash}`)).toEqual(song);
    expect(await one.get(longHash)).toMatchObject({ success: true, status: 'processing' });
    expect(await one.get(hash)).toMatchObject({ success: false, status: 'not_found' });
    expect(await one.history(ann)).toMatchObject([{ hash: longHash, credits: 2 }]);
    expect((await booksOf(one, 'ann')).balance).toBe(8);
    const kinds = (await one.items('queue')).map(({ pk }) => pk);
    expect(kinds).toEqual(['SLOTS']);
  });

  it('promises the long hash in the history from the start, and keeps the promise', async () => {
    const { one, ann, hash } = await linked();
    const [before] = await one.history(ann);
    await one.fetch(hash);
    const [after] = await one.history(ann);
    expect(after?.hash).toBe(before?.hash);
  });

  it('shows the short hash where the link names no file, until it is fetched', async () => {
    const { one, ann, hash } = await linked('/download?id=7');
    expect(await one.history(ann)).toMatchObject([{ hash }]);
    await one.fetch(hash);
    expect(await one.history(ann)).toMatchObject([{ hash: expect.stringMatching(/^20260812120000-/) }]);
  });

  it('charges and enqueues once, however often and at once it runs', async () => {
    const { one, hash } = await linked();
    await Promise.all([1, 2, 3].map(() => one.fetch(hash)));
    await one.fetch(hash);
    const { balance, entries } = await booksOf(one, 'ann');
    expect([balance, entries.length]).toEqual([8, 2]);
    expect(await one.running()).toHaveLength(1);
    expect(one.executions.size).toBe(2);
  });

  it.each([1, 2])('goes on when it is cut off after transaction %i', async (last) => {
    const { one, hash } = await linked();
    let writes = 0;
    const cutOff = tables.through(one.deps.store, async (command, send) => {
      if (command !== 'TransactWriteItemsCommand') return send();
      const answer = await send();
      writes += 1;
      if (writes === last) throw new Error('cut off');
      return answer;
    });
    const deps = { ...one.deps, store: cutOff };
    await expect(fetchRemote(deps, hash)).rejects.toThrow('cut off');
    await one.fetch(hash);
    await tendQueue(one.deps);
    expect((await booksOf(one, 'ann')).balance).toBe(8);
    expect(await one.running()).toHaveLength(1);
    expect([...one.executions.keys()]).toHaveLength(2);
  });

  it('charges nothing for a link that was cancelled while it was fetched', async () => {
    let during: () => Promise<unknown> = async () => undefined;
    const origin = await remoteServer(async (_, response) => {
      await during();
      response.end(song);
    });
    const one = testEngine(await tables.empty(), { allowedPrivateOrigins: [origin] });
    const ann = await one.account('ann', { balance: 10, premiumEnabled: true });
    const hash = await one.create(ann, { url: `${origin}/a.wav` });
    during = () => one.cancel(ann, hash);
    await one.fetch(hash);
    expect((await booksOf(one, 'ann')).balance).toBe(10);
    expect(await one.items('queue')).toEqual([]);
    expect(await one.history(ann)).toMatchObject([{ job_exists: false, credits: null }]);
  });

  it('refuses a song that its owner cannot pay, before anything is charged', async () => {
    const { one, ann, hash } = await linked();
    await one.create(ann, {}, { audiofile: songOf(560) });
    await expect(one.fetch(hash)).rejects.toMatchObject({
      name: 'TooFewCredits',
      message: 'This separation costs 2 credits, and 1 is left. Get more credits, or disable premium.',
    });
    expect((await booksOf(one, 'ann')).balance).toBe(1);
  });

  it.each([
    ['text', Buffer.from('not a song '.repeat(99)), 'UnusableAudio', 'Use WAV, FLAC, MP3, M4A'],
    ['a song longer than this server takes', hours, 'UnusableAudio', '100 are the limit'],
  ])('refuses %s', async (_, body, name, message) => {
    const { one, hash } = await linked('/a.wav', body);
    await expect(one.fetch(hash)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
    expect(await one.running()).toEqual([]);
  });

  it('takes no more than a plan allows, of a server that does not say how much it sends', async () => {
    let sent = 0;
    const piece = Buffer.alloc(4 * 1024 * 1024);
    const origin = await remoteServer((_, response) => {
      const more = () => {
        while (!response.destroyed && sent < 500 * 1024 * 1024) {
          sent += piece.length;
          if (!response.write(piece)) return;
        }
      };
      response.on('drain', more);
      more();
    });
    const one = testEngine(await tables.empty(), { allowedPrivateOrigins: [origin] });
    const hash = await one.create(await one.account('bob'), { url: `${origin}/a.wav` });
    await expect(one.fetch(hash)).rejects.toThrow('larger than 100 MB, the limit without premium');
    expect(sent).toBeLessThan(150 * 1024 * 1024);
  });

  it('refuses a link into a private network, and one that is on no record', async () => {
    const one = testEngine(await tables.empty());
    const url = 'http://169.254.169.254/latest/meta-data/';
    const hash = await one.create(await one.account('bob'), { url });
    await expect(one.fetch(hash)).rejects.toMatchObject({ name: 'RefusedUrl' });
    await expect(one.fetch('unknown')).rejects.toMatchObject({ name: 'UnknownSeparation' });
  });
});
