import { describe, expect, it } from 'vitest';
import { serviceAccountReader } from '../../../../functions/api/show-account/service-account.ts';
import { createMvsepClient } from '../../../../shared/mvsep/client/mvsep-client.ts';
import { keptLog } from '../../shared/jobs/kept-log.ts';
import { type Answer, html, json, useScriptedServer } from '../../shared/mvsep/scripted-server.ts';

const service = useScriptedServer();
const TOKEN = 'ExampleTokenExampleTokenExampl';

const USER = {
  success: true,
  data: {
    ...{ name: 'Ada', email: 'ada@example.com', api_token: TOKEN },
    ...{ premium_minutes: 812, premium_enabled: 1, long_filenames_enabled: 0, current_queue: [] },
  },
};
const QUEUE = {
  queue: { in_process: 21, premium: 5, registered: 40, unregistered: 43 },
  plan: { plan: 'premium', queue: 5 },
};
const wellAnswered: Answer = (response, request) =>
  json(request.url.includes('/app/user') ? USER : QUEUE)(response, request);

function startReading() {
  let at = Date.parse('2026-08-12T12:00:00Z');
  const log = keptLog();
  const client = createMvsepClient({ baseUrl: service.url, token: async () => TOKEN });
  const read = serviceAccountReader({ client, host: 'mvsep.test', now: () => new Date(at), log });
  return {
    read,
    log,
    later(seconds: number) {
      at += seconds * 1000;
    },
  };
}

describe('the account at the service', () => {
  it('is asked once a minute, however many want to know, and keeps address and token to itself', async () => {
    service.answer(wellAnswered);
    const { read, later } = startReading();
    const [account] = await Promise.all([read(), read(), read()]);
    expect(account).toEqual({
      ...{ host: 'mvsep.test', plan: 'premium', isPremium: true, creditsLeft: 812 },
      freeSeparationsLeft: undefined,
      queue: { inProcess: 21, premium: 5, registered: 40, unregistered: 43 },
      askedAt: '2026-08-12T12:00:00.000Z',
    });
    later(59);
    await read();
    expect(service.seen).toHaveLength(2);
    later(1);
    await read();
    expect(service.seen).toHaveLength(4);
  });

  it('that cannot be asked is a refusal that says so, and is asked again at once', async () => {
    service.answer(html(503));
    const { read, log } = startReading();
    await expect(read()).rejects.toMatchObject({
      kind: 'upstream-unavailable',
      message: expect.stringContaining('Try again in a minute.'),
    });
    service.answer(wellAnswered);
    expect(await read()).toMatchObject({ creditsLeft: 812 });
    expect(log.lines).toHaveLength(1);
    expect(log.lines.join()).not.toContain(TOKEN);
  });

  it('whose token is refused says who finds the reason, and does not call it passing', async () => {
    service.answer(json({ success: false, errors: ['Unauthorized'], message: 'Unauthorized' }, 400));
    await expect(startReading().read()).rejects.toMatchObject({
      kind: 'upstream-unavailable',
      message: expect.stringContaining('the log of the function show-account'),
    });
  });
});
