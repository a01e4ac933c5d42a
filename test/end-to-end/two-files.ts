import { beforeAll, describe, expect, it } from 'vitest';
import { readWav } from '../../shared/audio/read-wav.ts';
import { webhookSignature } from '../../shared/webhook/webhook-signature.ts';
import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';
import { formOf } from './form-of.ts';
import type { OutsideServer } from './outside-server.ts';
import { openCustomer, type TestCustomer } from './test-customer.ts';
import type { TestEngine } from './test-engine.ts';
import { waitFor } from './wait-for.ts';

function songOf(seconds: number, gain: number, seed: number): Uint8Array {
  const { mix, sampleRate } = synthesizeSong({ seconds, seed });
  const scaled = mix.map((channel) => channel.map((value) => value * gain));
  return new Uint8Array(wavFile(scaled, sampleRate));
}

function rms(samples: Float32Array = new Float32Array()): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
}

/** Matchering from the two files to the one, and the signed webhook at its end. */
export function describeTwoFiles(use: () => { engine: TestEngine; outside: OutsideServer }): void {
  describe('a separation of two files', () => {
    let engine: TestEngine;
    let customer: TestCustomer;
    beforeAll(async () => {
      ({ engine } = use());
      customer = await openCustomer(engine, 'two-files', 1_000);
    });
    const order = { sep_type: '68', output_format: '4' };

    it('makes the target as loud as the reference, and says so by a webhook that the account can check', async () => {
      const { outside } = use();
      const [target, reference] = [songOf(3, 0.1, 1), songOf(2, 0.9, 2)];
      const form = formOf({
        ...order,
        api_token: customer.token,
        webhook_url: `${outside.url}/hook`,
        target_audiofile: target,
        reference_audiofile: reference,
      });
      const { hash } = (await engine.wire.answer('separation/create', { form })).data;
      const done = await waitFor(engine.wire, hash, 'done');
      const [file] = done.data.files;
      expect(done.data.files).toHaveLength(1);
      const mastered = readWav(Buffer.from(await (await fetch(file?.url ?? '')).arrayBuffer())).channels[0];
      expect(mastered).toHaveLength(3 * 44_100);
      const louder = (song: Uint8Array) => rms(mastered) / rms(readWav(Buffer.from(song)).channels[0]);
      expect(louder(target)).toBeGreaterThan(3);
      expect(louder(reference)).toBeGreaterThan(0.7);

      const posted = () => outside.posts.find(({ body }) => body.includes(hash));
      await expect.poll(posted, { timeout: 20_000 }).toBeDefined();
      const { headers, body = '' } = posted() ?? {};
      const got: unknown = await engine.wire.answer('separation/get', { query: { hash } });
      expect(JSON.parse(body)).toEqual({ hash, ...Object(got) });
      const signature = String(headers?.['x-mvsep-signature']);
      const seconds = Number(/^t=(\d+),/.exec(signature)?.[1]);
      expect(signature).toBe(webhookSignature(body, customer.token, new Date(seconds * 1000)));
    });

    it('asks for both files, and refuses a silent reference before long', async () => {
      const send = (files: Readonly<Record<string, Uint8Array>>) =>
        engine.wire.call('separation/create', {
          form: formOf({ ...order, api_token: customer.token, ...files }),
        });
      expect((await send({ audiofile: songOf(1, 0.5, 1) })).status).toBe(400);
      expect((await send({ target_audiofile: songOf(1, 0.5, 1) })).status).toBe(400);
      const silence = new Uint8Array(wavFile([new Float32Array(44_100)], 44_100));
      const form = formOf({
        ...order,
        api_token: customer.token,
        target_audiofile: songOf(1, 0.5, 1),
        reference_audiofile: silence,
      });
      const { hash } = (await engine.wire.answer('separation/create', { form })).data;
      const failed = await waitFor(engine.wire, hash, 'failed');
      expect(failed.data.message).toContain('nothing but silence');
    });
  });
}
