import { Busboy } from '@fastify/busboy';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMvsepClient } from '../../../../../shared/mvsep/client/mvsep-client.ts';
import { json, useScriptedServer } from '../scripted-server.ts';

const server = useScriptedServer();
beforeEach(() => {
  server.answer(json({ success: true, data: { id: 7, hash: '20260812120000-0123456789-a.wav' } }));
});

const client = () => createMvsepClient({ baseUrl: server.url, token: async () => 'token' });

function source(fileName: string, text: string, bytes = Buffer.byteLength(text)) {
  return { fileName, bytes, body: new Blob([text]).stream() };
}

/** The parts of the form that the server received, in their order. */
async function parts(): Promise<[string, string, string?][]> {
  const [request] = server.seen;
  const found: [string, string, string?][] = [];
  const type = request?.headers['content-type'] ?? '';
  expect(request?.headers['content-length']).toBe(String(request?.body.length));
  await new Promise((resolve, reject) => {
    const form = new Busboy({ headers: { 'content-type': type } });
    form.on('field', (name, value) => found.push([name, value]));
    form.on('file', (name, stream, fileName) => {
      const part: [string, string, string?] = [name, '', fileName];
      found.push(part);
      stream.on('data', (chunk) => {
        part[1] += String(chunk);
      });
    });
    form.on('error', reject).on('finish', resolve);
    form.end(request?.body);
  });
  return found;
}

describe('uploads', () => {
  it("sends Matchering's two files in one form", async () => {
    const audio = { target: source('mine.wav', 'TARGET'), reference: source('hit Ü.wav', 'REF\r\n--') };
    await client().separation.create({ audio, separationType: 68, outputFormat: 1 });
    expect((await parts()).slice(-3)).toEqual([
      ['api_token', 'token'],
      ['target_audiofile', 'TARGET', 'mine.wav'],
      ['reference_audiofile', 'REF\r\n--', 'hit Ü.wav'],
    ]);
  });

  it('sends the zip of a quality entry with its fields', async () => {
    const zip = source('stems.zip', 'PK');
    const entry = { algoName: 'Ä', mainText: 'B', datasetType: 2, ensemble: true, password: ' p ', zip };
    expect(await client().qualityChecker.add(entry)).toEqual({ id: 7 });
    expect(await parts()).toEqual([
      ['algo_name', 'Ä'],
      ['main_text', 'B'],
      ['dataset_type', '2'],
      ['ensemble', '1'],
      ['password', ' p '],
      ['api_token', 'token'],
      ['zipfile', 'PK', 'stems.zip'],
    ]);
  });

  it('sends no file for a type that takes none', async () => {
    const options = { add_opt1: 'a calm sea' };
    const created = await client().separation.create({ separationType: 62, options, outputFormat: 1 });
    expect(created).toMatchObject({ kind: 'separation' });
    const form = new URLSearchParams(server.seen[0]?.body.toString());
    expect([form.get('add_opt1'), form.has('url')]).toEqual(['a calm sea', false]);
  });

  it.each([
    ['more', 3],
    ['fewer', 9],
  ])('breaks off when the second file has %s bytes than announced', async (_name, bytes) => {
    const audio = { target: source('a.wav', 'TARGET'), reference: source('b.wav', 'SECOND', bytes) };
    const wanted = { audio, separationType: 68, outputFormat: 1 };
    await expect(client().separation.create(wanted)).rejects.toMatchObject({ name: 'MvsepAmbiguous' });
    expect(server.seen).toHaveLength(0);
  });
});
