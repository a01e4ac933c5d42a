import { beforeAll, describe, expect, it } from 'vitest';
import { MvsepBusy } from '../../shared/errors/mvsep-busy.ts';
import { MvsepRejected } from '../../shared/errors/mvsep-rejected.ts';
import { MvsepUnauthorized } from '../../shared/errors/mvsep-unauthorized.ts';
import type { FileSource } from '../../shared/mvsep/client/file-source.ts';
import { createMvsepClient, type MvsepClient } from '../../shared/mvsep/client/mvsep-client.ts';
import type { SeparationHash } from '../../shared/mvsep/contract/separation-hash.ts';
import { separationHash } from '../../shared/mvsep/contract/separation-hash.ts';
import { holdSlots } from './hold-slots.ts';
import type { OutsideServer } from './outside-server.ts';
import { SHORT_SONG } from './short-songs.ts';
import { openCustomer, type TestCustomer } from './test-customer.ts';
import type { TestEngine } from './test-engine.ts';

const NOWHERE = separationHash.parse('20230327071601-0e3e5c6c85-13-dimensions.mp3');

/** A file that the client sends as it reads it. */
function file(fileName: string, bytes: Uint8Array): FileSource {
  return {
    fileName,
    bytes: bytes.length,
    body: (async function* () {
      yield bytes;
    })(),
  };
}

/** All 21 calls through our own client: what they answer, and how they are refused. */
export function describeClientCalls(use: () => { engine: TestEngine; outside: OutsideServer }): void {
  describe('our client', () => {
    let engine: TestEngine;
    let customer: TestCustomer;
    let mvsep: MvsepClient;
    let stranger: MvsepClient;
    let poor: MvsepClient;
    const clientOf = (token: string) =>
      createMvsepClient({ baseUrl: engine.url, token: () => Promise.resolve(token) });

    beforeAll(async () => {
      ({ engine } = use());
      customer = await openCustomer(engine, 'client', 100);
      mvsep = clientOf(customer.token);
      stranger = clientOf('x'.repeat(30));
      poor = clientOf((await openCustomer(engine, 'poor', 1)).token);
    });

    const wanted = (separationType = 55, outputFormat = 1) => ({
      audio: file('client song.wav', SHORT_SONG),
      separationType,
      outputFormat,
    });
    const done = async (hash: SeparationHash) => {
      await expect
        .poll(async () => (await mvsep.separation.get(hash)).kind, { timeout: 30_000 })
        .toBe('done');
      return mvsep.separation.get(hash);
    };
    const create = async () => {
      const created = await mvsep.separation.create(wanted());
      if (created.kind !== 'separation') throw new Error('A file is a separation at once.');
      return created.hash;
    };

    it('separation.create, get and getRemote: a file, a link, and what is refused', async () => {
      expect(await done(await create())).toMatchObject({ kind: 'done', files: expect.anything() });
      use().outside.files.set('/client.wav', SHORT_SONG);
      const audio = { url: `${use().outside.url}/client.wav` };
      const { kind, hash } = await mvsep.separation.create({ ...wanted(), audio });
      if (kind !== 'remote') throw new Error('A link is fetched first.');
      await expect
        .poll(async () => (await mvsep.separation.getRemote(hash)).kind, { timeout: 30_000 })
        .toBe('done');
      const remote = await mvsep.separation.getRemote(hash);
      if (remote.kind === 'done') await done(remote.hash);
      expect(await mvsep.separation.get(NOWHERE)).toMatchObject({ kind: 'not-found' });

      await expect(stranger.separation.create(wanted())).rejects.toBeInstanceOf(MvsepUnauthorized);
      await expect(mvsep.separation.create(wanted(29))).rejects.toThrow(/44/);
      await expect(mvsep.separation.create(wanted(99_999))).rejects.toBeInstanceOf(MvsepRejected);
      await expect(mvsep.separation.create({ separationType: 44, outputFormat: 1 })).rejects.toThrow(
        /audiofile/,
      );
    });

    it('separation.create without premium: one at a time, no premium formats', async () => {
      const free = clientOf((await openCustomer(engine, 'free')).token);
      await expect(free.separation.create(wanted(55, 4))).rejects.toThrow(/premium/);
      const first = await free.separation.create(wanted());
      await expect(free.separation.create(wanted())).rejects.toBeInstanceOf(MvsepBusy);
      if (first.kind === 'separation') await done(first.hash);
    });

    it('separation.create with too few credits says what it costs', async () => {
      await poor.separation.create(wanted());
      await expect(poor.separation.create(wanted())).rejects.toThrow(/credit/);
    });

    it('separation.get from a mirror', async () => {
      const hash = await create();
      await done(hash);
      expect(await mvsep.separation.get(hash, { mirror: true })).toMatchObject({ kind: 'done' });
      await expect(stranger.separation.get(hash, { mirror: true })).rejects.toBeInstanceOf(MvsepUnauthorized);
      await expect(poor.separation.get(hash, { mirror: true })).rejects.toThrow(/credit/);
    });

    it('separation.cancel: what waits, not what runs or is not there', async () => {
      const held = await holdSlots(engine);
      const hash = await create();
      expect((await mvsep.separation.cancel(hash)).message).toEqual(expect.any(String));
      await held.release();
      const running = await create();
      await expect(mvsep.separation.cancel(running)).rejects.toBeInstanceOf(MvsepRejected);
      await expect(mvsep.separation.cancel(NOWHERE)).rejects.toBeInstanceOf(MvsepRejected);
      await expect(stranger.separation.cancel(hash)).rejects.toBeInstanceOf(MvsepUnauthorized);
      await done(running);
    });

    it('app.algorithms, news, queue and demo', async () => {
      const algorithms = await mvsep.app.algorithms();
      expect(algorithms.length).toBeGreaterThan(90);
      expect(await mvsep.app.news({ lang: 'en', limit: 20 })).toEqual(expect.any(Array));
      expect((await mvsep.app.queue()).plan?.plan).toBe('premium');
      expect(await mvsep.app.demo()).toEqual(expect.any(Array));
      for await (const item of mvsep.app.newsItems()) expect(item.title).toEqual(expect.any(String));
      for await (const item of mvsep.app.demoItems()) expect(item.hash).toEqual(expect.any(String));
    });

    it('app.register, login, user and separationHistory', async () => {
      const account = { name: 'Neu', email: 'neu@example.com', password: 'neu and 8 more' };
      const registered = { ...account, passwordConfirmation: account.password };
      expect((await mvsep.app.register(registered)).message).toContain(account.email);
      await engine.confirmAddress(account.email);
      const login = await mvsep.app.login({ email: account.email, password: account.password });
      expect(login).toMatchObject({ email: account.email, premiumEnabled: false });
      await expect(mvsep.app.login({ email: account.email, password: 'wrong' })).rejects.toBeInstanceOf(
        MvsepRejected,
      );
      expect(await clientOf(login.apiToken).app.user()).toMatchObject({ currentQueue: [] });
      await expect(stranger.app.user()).rejects.toBeInstanceOf(MvsepUnauthorized);
      expect((await mvsep.app.separationHistory({ limit: 1 })).length).toBe(1);
      const hashes = new Set<string>();
      for await (const { hash } of mvsep.app.historyItems()) hashes.add(hash);
      expect(hashes.size).toBeGreaterThan(1);
      await expect(stranger.app.separationHistory()).rejects.toBeInstanceOf(MvsepUnauthorized);
    });

    it('app.enable… and disable…', async () => {
      for (const call of [
        'enablePremium',
        'disablePremium',
        'enableLongFilenames',
        'disableLongFilenames',
      ] as const) {
        expect((await mvsep.app[call]()).message).toMatch(/^successfully (en|dis)abled$/);
        await expect(stranger.app[call]()).rejects.toBeInstanceOf(MvsepUnauthorized);
      }
      expect(await mvsep.app.user()).toMatchObject({ premiumEnabled: false, longFilenamesEnabled: false });
      await mvsep.app.enablePremium();
    });

    it('qualityChecker.add, queue, entry, leaderboard and delete', async () => {
      const entry = { algoName: 'Mine', mainText: 'A test', datasetType: 0, password: 'to delete it' };
      const zip = () => ({ zip: file('stems.zip', Buffer.from('PK no zip')) });
      const { id } = await mvsep.qualityChecker.add({ ...entry, ...zip() });
      await expect(stranger.qualityChecker.add({ ...entry, ...zip() })).rejects.toBeInstanceOf(
        MvsepUnauthorized,
      );
      expect(await mvsep.qualityChecker.entry({ id })).toMatchObject({
        id,
        algoName: 'Mine',
        isEnsemble: false,
      });
      const queue = await mvsep.qualityChecker.queue();
      expect(queue.map((one) => one.id)).toContain(id);
      expect(await mvsep.qualityChecker.leaderboard({ datasetType: 0 })).toMatchObject({ entries: [] });
      await expect(mvsep.qualityChecker.delete({ id, password: 'another' })).rejects.toBeInstanceOf(
        MvsepRejected,
      );
      await mvsep.qualityChecker.delete({ id, password: entry.password });
      await expect(mvsep.qualityChecker.entry({ id })).rejects.toThrow('Job not found');
      await expect(mvsep.qualityChecker.delete({ id, password: 'x' })).rejects.toThrow('Job not found');
    });
  });
}
