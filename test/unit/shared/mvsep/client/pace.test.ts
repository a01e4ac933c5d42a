import { describe, expect, it } from 'vitest';
import { RequestBudgetSpent } from '../../../../../shared/errors/request-budget-spent.ts';
import type { Pace } from '../../../../../shared/mvsep/client/call-mvsep.ts';
import { createMvsepClient } from '../../../../../shared/mvsep/client/mvsep-client.ts';
import { separationHash } from '../../../../../shared/mvsep/contract/separation-hash.ts';
import { json, useScriptedServer } from '../scripted-server.ts';

const HASH = separationHash.parse('20260812120000-0123456789-my-song.wav');
const NEW = { audio: { url: 'https://example.com/a.wav' }, separationType: 44, outputFormat: 1 };
const RUNNING = json({ success: true, status: 'processing', data: {} });

const server = useScriptedServer();

/** A pace that keeps what it is told, and lets calls through by what a test says. */
function keptPace(beforeCall: Pace['beforeCall'] = async () => undefined) {
  const told: string[] = [];
  const pace: Pace = {
    async beforeCall(name) {
      told.push(`${name} after ${server.seen.length}`);
      await beforeCall(name);
    },
    async tooMany(seconds) {
      told.push(`too many: ${seconds}`);
    },
  };
  return { told, client: createMvsepClient({ baseUrl: server.url, token: async () => 'abc', pace }) };
}

describe('the pace of calls', () => {
  it('is asked before every call, by its name', async () => {
    const { told, client } = keptPace();
    server.answer(RUNNING, RUNNING, json({ success: true, data: { hash: HASH } }));
    await client.separation.get(HASH);
    await client.separation.get(HASH);
    await client.separation.create(NEW);
    expect(told).toEqual(['separation.get after 0', 'separation.get after 1', 'separation.create after 2']);
  });

  it('holds a call back until it may be sent', async () => {
    const gate = Promise.withResolvers<undefined>();
    const { client } = keptPace(() => gate.promise);
    server.answer(RUNNING);
    const call = client.separation.get(HASH);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.seen).toHaveLength(0);
    gate.resolve(undefined);
    expect(await call).toEqual({ kind: 'processing' });
    expect(server.seen).toHaveLength(1);
  });

  it('refuses a call by its own error, also one that may cost credits: nothing is sent', async () => {
    const spent = new RequestBudgetSpent(new Date(0));
    const { client } = keptPace(async () => {
      throw spent;
    });
    await expect(client.separation.get(HASH)).rejects.toBe(spent);
    await expect(client.separation.create(NEW)).rejects.toBe(spent);
    expect(spent).toMatchObject({ charged: 'no', retryable: true });
    expect(server.seen).toHaveLength(0);
  });

  it('is not asked for a call whose parameters are wrong', async () => {
    const { told, client } = keptPace();
    await expect(client.separation.create({ ...NEW, outputFormat: -1 })).rejects.toThrow();
    expect(told).toEqual([]);
  });

  it.each([
    ['30', 30],
    [undefined, undefined],
    ['soon', undefined],
  ])('is told of HTTP 429, with the wait that the service asks for: %s', async (header, seconds) => {
    const { told, client } = keptPace();
    server.answer(json({}, 429, header === undefined ? {} : { 'retry-after': header }));
    await expect(client.separation.get(HASH)).rejects.toMatchObject({
      name: 'MvsepBusy',
      retryAfterSeconds: seconds,
      accountFull: false,
    });
    expect(told.at(-1)).toBe(`too many: ${seconds}`);
  });

  it('is not told of an account that is full: only a new separation has to wait', async () => {
    const { told, client } = keptPace();
    server.answer(json({ success: false, errors: ['You already have unprocessed file in queue.'] }, 400));
    await expect(client.separation.create(NEW)).rejects.toMatchObject({
      name: 'MvsepBusy',
      accountFull: true,
    });
    expect(told).toHaveLength(1);
  });
});
