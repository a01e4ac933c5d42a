import { afterEach, describe, expect, it } from 'vitest';
import { MvsepAmbiguous } from '../../../shared/errors/mvsep-ambiguous.ts';
import { MvsepBusy } from '../../../shared/errors/mvsep-busy.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { separationHash } from '../../../shared/mvsep/contract/separation-hash.ts';
import { stemSound } from '../../upstream/stem-sound.ts';
import { UpstreamServer, type UpstreamServerOptions } from '../../upstream/upstream-server.ts';

let server: UpstreamServer | undefined;
afterEach(() => server?.stop());

async function start(options: UpstreamServerOptions = {}) {
  server = await UpstreamServer.start(options);
  const client = createMvsepClient({ baseUrl: server.url, token: async () => 'x'.repeat(30) });
  return { server, client };
}

const song = stemSound('a song');
const upload = (fileName: string) => ({
  audio: {
    fileName,
    bytes: song.length,
    body: (async function* () {
      yield song;
    })(),
  },
  separationType: 20,
  outputFormat: 1,
});

describe('the upstream of the tests', () => {
  it('takes a file, goes through its states, serves the stems with ranges, and books one charge', async () => {
    const { server, client } = await start();
    const { hash } = await client.separation.create(upload('0abcs0n1.wav'));
    expect(hash).toMatch(/^\d{14}-[0-9a-f]{10}-0abcs0n1\.wav$/);
    const parsed = separationHash.parse(hash);
    await expect.poll(async () => (await client.separation.get(parsed)).kind).toBe('done');
    const done = await client.separation.get(parsed);
    const files = done.kind === 'done' ? done.files : [];
    expect(files.map(({ type }) => type)).toEqual(['Vocals', 'Drums', 'Bass', 'Other']);
    const part = await fetch(files[0]?.url ?? '', { headers: { range: 'bytes=4-' } });
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, (files[0]?.bytes ?? 0) - 4]);
    const [newest] = await client.app.separationHistory({ start: 0, limit: 20 });
    expect(newest).toMatchObject({ hash, credits: 1, jobExists: true });
    expect(server.model.book.under('0abcs0n1')).toHaveLength(1);
  });

  it('has done its work, and charged, when only the answer is lost', async () => {
    const { server, client } = await start();
    server.faults = (kind) => (kind === 'create' ? { kind: 'cut-after' } : undefined);
    await expect(client.separation.create(upload('lost.wav'))).rejects.toBeInstanceOf(MvsepAmbiguous);
    expect(server.model.book.under('lost')).toHaveLength(1);
    expect((await client.app.user()).currentQueue).toHaveLength(1);
  });

  it('lets a free account have one separation at a time, and counts its calls', async () => {
    const { server, client } = await start({ premium: false, requestsPerMinute: 3 });
    await client.separation.create(upload('first.wav'));
    await expect(client.separation.create(upload('second.wav'))).rejects.toBeInstanceOf(MvsepBusy);
    await client.app.user();
    await expect(client.app.user()).rejects.toBeInstanceOf(MvsepBusy);
    expect(server.log.mostInAnyMinute()).toBe(4);
  });
});
