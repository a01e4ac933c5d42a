import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnswerOf } from '../wire/answers.ts';
import { fillSlots } from './fill-slots.ts';
import { formOf } from './form-of.ts';
import type { OutsideServer } from './outside-server.ts';
import { SHORT_SONG } from './short-songs.ts';
import { openCustomer, type TestCustomer } from './test-customer.ts';
import type { TestEngine } from './test-engine.ts';
import { waitFor } from './wait-for.ts';

type Progress = AnswerOf['separation/get'];
const ORDER = ['waiting', 'processing', 'distributing', 'merging', 'done'];

/** The seven answers of `get`, each read by the strict decoders whenever it is given. */
export function describeSeparationStates(use: () => { engine: TestEngine; outside: OutsideServer }): void {
  describe('the states of a separation', () => {
    let engine: TestEngine;
    let customer: TestCustomer;
    beforeAll(async () => {
      ({ engine } = use());
      customer = await openCustomer(engine, 'states', 1_000);
    });

    const get = (hash: string) => engine.wire.answer('separation/get', { query: { hash } });
    const create = async (audiofile: Uint8Array) => {
      const fields = { api_token: customer.token, sep_type: '44', output_format: '1', audiofile };
      return (await engine.wire.answer('separation/create', { form: formOf(fields) })).data.hash;
    };

    it('are seven, in their true order, each with exactly its keys', async () => {
      const hashes = [...(await fillSlots(engine, customer.token)), await create(SHORT_SONG)];
      const seen = new Map<string, Progress[]>(hashes.map((hash) => [hash, []]));
      const last = (hash: string) => seen.get(hash)?.at(-1)?.status;
      while (hashes.some((hash) => last(hash) !== 'done')) {
        await Promise.all(hashes.map(async (hash) => seen.get(hash)?.push(await get(hash))));
      }
      for (const [hash, answers] of seen) {
        const stages = answers.map(({ status }) => ORDER.indexOf(status));
        expect(stages, `${hash}: ${answers.map(({ status }) => status).join(' ')}`).toEqual(
          stages.toSorted(),
        );
      }
      const all = [...seen.values()].flat();
      expect(new Set(all.map(({ status }) => status))).toEqual(new Set(ORDER));
      for (const { data } of all.filter((answer) => answer.status === 'distributing')) {
        expect(data.finished_chunks).toBeLessThanOrEqual(data.all_chunks);
        expect(data.all_chunks).toBeGreaterThan(1);
      }
    });

    it('failed tells the reason, and gives the credits back', async () => {
      const before = await engine.wire.answer('app/user', { query: { api_token: customer.token } });
      const flac = readFileSync('test/fixtures/formats/song.flac');
      const hash = await create(Buffer.concat([flac.subarray(0, 20_000), Buffer.alloc(100_000, 7)]));
      await waitFor(engine.wire, hash, 'failed');
      const url = `${use().outside.url}/nothing-here.wav`;
      const form = formOf({ api_token: customer.token, sep_type: '44', output_format: '1', url });
      const { data } = await engine.wire.answer('separation/create', { form });
      await expect
        .poll(
          async () =>
            (await engine.wire.answer('separation/get-remote', { query: { hash: data.hash } })).status,
          {
            timeout: 20_000,
          },
        )
        .toBe('failed');
      const after = await engine.wire.answer('app/user', { query: { api_token: customer.token } });
      expect(after.data.premium_minutes).toBe(before.data.premium_minutes);
    });

    it('not_found says so with 200, whatever the hash looks like', async () => {
      for (const hash of [
        '20230327071601-0e3e5c6c85-13-dimensions.mp3',
        'n2AwBjy4KsFZfqqR',
        'x',
        '%00',
        '',
      ]) {
        const got = await engine.wire.call('separation/get', { query: { hash } });
        if ('answer' in got) expect(got.answer).toMatchObject({ success: false, status: 'not_found' });
        else expect(got.status).toBe(400);
      }
    });
  });
}
