import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, type ScriptedServer, startScriptedServer } from '../scripted-server.ts';

const CLIENT = resolve(import.meta.dirname, '../../../../../shared/mvsep/client/mvsep-client.ts');

const PROGRAM = `
import { openAsBlob } from 'node:fs';
import { createMvsepClient } from './mvsep-client.mjs';

const mvsep = createMvsepClient({ baseUrl: process.argv[2], token: async () => 'token' });
const song = await openAsBlob('song.wav');
const created = await mvsep.separation.create({
  audio: { fileName: 'song.wav', bytes: song.size, body: song.stream() },
  separationType: 44,
  outputFormat: 1,
});
const progress = await mvsep.separation.get(created.hash);
const news = [];
for await (const item of mvsep.app.newsItems()) news.push(item.title);
const refused = await mvsep.app.enablePremium().catch((error) => [error.name, error.message]);
console.log(JSON.stringify({ created, progress, news, refused }));
`;

let folder: string;
let server: ScriptedServer;
let inputs: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mvsep-client-'));
  server = await startScriptedServer();
  const { metafile } = await build({
    entryPoints: [CLIENT],
    bundle: true,
    platform: 'node',
    format: 'esm',
    metafile: true,
    outfile: join(folder, 'mvsep-client.mjs'),
  });
  inputs = Object.keys(metafile.inputs);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the client outside of this repository', () => {
  it('consists of the contract, the client, its errors and zod', () => {
    const own = inputs.map((path) => path.replace(/^.*node_modules\//, 'package '));
    for (const path of own) {
      expect(path).toMatch(/^(package zod\/|shared\/mvsep\/(contract|client)\/|shared\/errors\/)/);
    }
  });

  it('is one file that a program in an empty folder calls a server with', async () => {
    const hash = '20260812120000-0123456789-song.wav';
    server.answer(
      json({ success: true, data: { hash } }),
      json({ success: true, status: 'merging', data: { message: '' } }),
      json([{ id: 1, title: 'Hello' }]),
      json({ success: false, errors: ['Not now.'] }, 400),
    );
    await writeFile(join(folder, 'song.wav'), 'RIFF of some kind');
    await writeFile(join(folder, 'program.mjs'), PROGRAM);
    expect((await readdir(folder)).sort()).toEqual(['mvsep-client.mjs', 'program.mjs', 'song.wav']);
    const { stdout } = await promisify(execFile)(process.execPath, ['program.mjs', server.url], {
      cwd: folder,
    });
    expect(JSON.parse(stdout)).toEqual({
      created: { kind: 'separation', hash },
      progress: { kind: 'merging' },
      news: ['Hello'],
      refused: ['MvsepRejected', expect.stringContaining('Not now.')],
    });
    expect(server.seen[0]?.body.toString()).toContain('RIFF of some kind');
    expect(await readFile(join(folder, 'mvsep-client.mjs'), 'utf8')).not.toContain('from "zod');
  });
});
