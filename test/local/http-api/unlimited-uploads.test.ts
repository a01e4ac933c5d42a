import { constants } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createHttpApi } from '../../../infra/local/http-api/http-api.ts';
import { MACHINE_PAYLOAD_LIMITS, type PayloadLimits } from '../../../infra/local/payload-limits.ts';

const sent = z.object({ body: z.string() });

async function upload(bytes: number, limits: PayloadLimits, contentType = 'audio/wav', byte = 65) {
  const { listen } = createHttpApi({
    api: { id: 'abc123', name: 'test' },
    routes: [{ routeKey: 'POST /x', functionArn: 'arn:x' }],
    stage: { name: '$default' },
    invoke: async (_, event) => ({ payload: { length: sent.parse(event).body.length } }),
    limits,
  });
  const listener = await listen();
  try {
    const body = new Uint8Array(bytes).fill(byte);
    const headers = { 'content-type': contentType };
    const answer = await fetch(`${listener.url}/x`, { method: 'POST', headers, body });
    return [answer.status, await answer.json()];
  } finally {
    await listener.stop();
  }
}

const TOO_LARGE = [413, { message: 'Request Entity Too Large' }];

describe('without the limits of AWS', () => {
  it('takes a body of 30 MB', async () => {
    expect(await upload(30_000_000, MACHINE_PAYLOAD_LIMITS)).toEqual([200, { length: 40_000_000 }]);
  });

  it('refuses what is over the bound, in JSON, before and after it is an event', async () => {
    const limits = { bodyBytes: 2_000_000, eventBytes: 1_500_000, minimumHeapMegabytes: 0 };
    expect(await upload(2_000_001, limits)).toEqual(TOO_LARGE);
    // Each byte is six characters of JSON.
    expect(await upload(300_000, limits, 'text/plain', 1)).toEqual(TOO_LARGE);
    expect(await upload(200_000, limits, 'text/plain', 1)).toEqual([200, { length: 200_000 }]);
  });

  it('knows a bound at which the event is still a string', () => {
    const { bodyBytes, eventBytes } = MACHINE_PAYLOAD_LIMITS;
    expect(eventBytes).toBe(constants.MAX_STRING_LENGTH);
    expect((bodyBytes * 4) / 3).toBeLessThan(eventBytes - 100_000);
    expect(bodyBytes).toBeGreaterThan(400_000_000);
  });
});
