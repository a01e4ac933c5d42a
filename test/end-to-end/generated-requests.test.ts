import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type GeneratedRequest, generatedRequest } from '../wire/generated-request.ts';
import { sendRaw } from '../wire/raw-request.ts';
import { refusalOf } from '../wire/refusal.ts';
import { formOf } from './form-of.ts';
import { SHORT_SONG } from './short-songs.ts';
import { openCustomer } from './test-customer.ts';
import { TestEngine } from './test-engine.ts';

/** `GENERATED_REQUESTS=5000 npx vitest run test/end-to-end/generated-requests.test.ts` looks longer. */
const REQUESTS = Number(process.env.GENERATED_REQUESTS ?? '300');
const MILLISECONDS_A_REQUEST = 400;

let engine: TestEngine;
let hash: string;
let token: string;
beforeAll(async () => {
  engine = await TestEngine.start({ assembly: inject('openEngineAssembly') });
  ({ token } = await openCustomer(engine, 'generated'));
  const form = formOf({ audiofile: SHORT_SONG, api_token: token, sep_type: '55', output_format: '1' });
  ({ hash } = (await engine.wire.answer('separation/create', { form })).data);
});
afterAll(() => engine.stop());

/** Sends a request, and reads the answer as strictly as a client with static types. */
async function send(request: GeneratedRequest): Promise<void> {
  const { status, text } = await sendRaw(engine.url, request);
  if (request.call !== undefined) {
    engine.wire.read(request.call, status, text);
    return;
  }
  expect([400, 404, 405]).toContain(status);
  refusalOf('/nowhere')(JSON.parse(text), `${request.method} ${request.path}`);
}

describe('any request', () => {
  it(
    'is answered without a 5xx, and with exactly the documented types',
    async () => {
      const request = generatedRequest({
        tokens: [token, 'x'.repeat(30)],
        hashes: [hash, '20230327071601-0e3e5c6c85-13-dimensions.mp3', 'n2AwBjy4KsFZfqqR'],
        files: [SHORT_SONG.subarray(0, 20_000), Buffer.from('PK\u0003\u0004 and no more')],
      });
      await fc.assert(fc.asyncProperty(request, send), { numRuns: REQUESTS });
    },
    REQUESTS * MILLISECONDS_A_REQUEST,
  );

  it('leaves the Engine as it was: nothing undelivered, nothing denied', () => {
    expect(engine.cloud.deadLetters()).toEqual([]);
    expect(engine.cloud.denials()).toEqual([]);
  });
});
