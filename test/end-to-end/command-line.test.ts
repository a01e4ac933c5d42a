import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';

const connections = z.strictObject({
  s3: z.strictObject({
    endpoint: z.url(),
    region: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    bucket: z.string(),
  }),
  pipeline: z.strictObject({ url: z.url() }),
  engine: z.strictObject({ url: z.url(), token: z.string().regex(/^[A-Za-z0-9]{30}$/), bucket: z.string() }),
  stepFunctions: z.strictObject({ endpoint: z.url() }),
  dynamodb: z.strictObject({ endpoint: z.url(), table: z.string() }),
});

let directory: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'start-test-'));
  mkdirSync(join(directory, 'data'));
  // Nobody writes into an assembly, so all of these products can live from the same one.
  symlinkSync(resolve(inject('assembly')), join(directory, 'data', 'assembly'));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** `npm start -- …`, without npm in between. */
function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['infra/start/main.ts', '--data', join(directory, 'data'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  return child;
}

async function run(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = start(...args);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, ...output };
}

/** Starts the product for programs, and answers what it prints once it is ready. */
async function startForPrograms(
  ...args: string[]
): Promise<{ child: ChildProcess; ready: z.infer<typeof connections> }> {
  const child = start('--json', ...args);
  if (child.stdout === null) throw new Error('The process has no output.');
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, ready: connections.parse(JSON.parse(line)) };
}

/** The bucket of the pipeline, as a program sees it that was told of it. */
function bucketOf({ s3: { endpoint, region, bucket, ...credentials } }: z.infer<typeof connections>) {
  return { s3: new S3Client({ endpoint, region, credentials }), Bucket: bucket };
}

function portOf(server: Server): string {
  const address = server.address();
  return typeof address === 'object' && address !== null ? String(address.port) : '';
}

function song(name: string, seconds = 2): string {
  const { mix, sampleRate } = synthesizeSong({ seconds, seed: 23 });
  const path = join(directory, name);
  writeFileSync(path, wavFile(mix, sampleRate));
  return path;
}

/** Processes of this machine whose command line names the test's own folder. */
function leftProcesses(): string[] {
  const processes = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' });
  return processes.split('\n').filter((line) => line.includes(directory));
}

describe('npm start with songs', () => {
  it('writes the stems, prints a table, leaves no process behind, and separates nothing twice unless told to forget', async () => {
    const path = song('my song.wav');
    const out = join(directory, 'out');
    const { code, stdout, stderr } = await run(path, '--out', out);
    expect(stderr).toContain('done, 2 stems');
    expect(stderr).not.toContain('from an earlier run');
    expect(code).toBe(0);
    expect(stdout).toContain(join(out, 'my song', 'drums.wav'));
    const stem = readFileSync(join(out, 'my song', 'drums.wav'));
    expect(stem.subarray(0, 4).toString()).toBe('RIFF');
    expect(existsSync(join(out, 'my song', 'manifest.json'))).toBe(true);
    expect(leftProcesses()).toEqual([]);

    expect((await run(path, '--out', out)).stderr).toContain('from an earlier run, no credits: done');
    expect((await run(path, '--out', out, '--fresh')).stderr).not.toContain('from an earlier run');
  }, 120_000);

  it('hands type, options and format over', async () => {
    const out = join(directory, 'out');
    const options = ['--type', '55', '--opt', 'add_opt1=0', '--format', 'wav32', '--out', out];
    expect((await run(song('song.wav'), ...options)).code).toBe(0);
    const manifest = JSON.parse(readFileSync(join(out, 'song', 'manifest.json'), 'utf8'));
    expect(manifest.separations[0].separation).toMatchObject({
      type: 55,
      options: { add_opt1: '0' },
      outputFormat: 4,
    });
  });

  it('ends with 1 and the reason when a song could not be separated', async () => {
    const { code, stdout } = await run(song('song.wav'), '--opt', 'add_opt1=77');
    expect(code).toBe(1);
    expect(stdout).toMatch(/failed .*77/);
  });

  it.each([
    ['a file that is missing', () => [join(directory, 'nowhere.wav')], 'there is no such file'],
    ['text with the name of a song', () => [textFile('letter.wav')], 'not audio'],
    ['a folder', () => [directory], 'not a file'],
    ['an unknown option', () => ['--speed', '11'], '--speed'],
    ['an unknown format', () => [song('a.wav'), '--format', 'wma'], '--format'],
    ['a type that this engine does not run', () => [song('a.wav'), '--type', '29'], '--type 44'],
    ['a folder for the stems that is a file', () => [song('a.wav'), '--out', song('b.wav')], '--out'],
    ['an option of no separation', () => [song('a.wav'), '--opt', 'loud=1'], '--opt'],
    ['songs and --json together', () => [song('a.wav'), '--json'], '--json'],
  ])('refuses %s before anything starts', async (_, args, named) => {
    const { code, stderr } = await run(...args());
    expect(code).toBe(1);
    expect(stderr).toContain(named);
    expect(existsSync(join(directory, 'data', 'state'))).toBe(false);
  });

  function textFile(name: string): string {
    const path = join(directory, name);
    writeFileSync(path, 'Dear engineer,\n'.repeat(100));
    return path;
  }
});

describe('npm start -- --json', () => {
  it('says so when the port that it is given is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const refused = await run('--json', '--port', portOf(taken));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^The port \d+ is taken\. Choose another with --port/m);
    taken.close();
    await once(taken, 'close');
  });

  it('prints one line of JSON when ready on its port, is started once on the same data, and ends cleanly at Ctrl-C', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const port = portOf(free);
    free.close();
    await once(free, 'close');
    const { child, ready } = await startForPrograms('--port', port);
    expect(ready.s3.endpoint).toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(`${ready.engine.url}/api/app/algorithms`)).status).toBe(200);

    // A second start is refused, and forgets nothing of the first, not even with --fresh.
    const { s3, Bucket } = bucketOf(ready);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'kept.txt', Body: 'kept' }));
    const second = await run('--fresh', song('song.wav'));
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/already runs on/);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'kept.txt' }));
    expect(await Body?.transformToString()).toBe('kept');

    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(leftProcesses()).toEqual([]);
  });

  it('finishes a job after it was killed in the middle and started again', async () => {
    const first = await startForPrograms();
    const { s3, Bucket } = bucketOf(first.ready);
    const body = readFileSync(song('killed.wav', 20));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'uploads/killed.wav', Body: body }));
    first.child.kill('SIGKILL');
    await once(first.child, 'close');
    await expect.poll(leftProcesses, { timeout: 10_000 }).toEqual([]);

    const out = join(directory, 'out');
    const { code, stderr } = await run(song('killed.wav', 20), '--out', out);
    expect(stderr).toContain('done, 2 stems');
    expect(code).toBe(0);
  });
});
