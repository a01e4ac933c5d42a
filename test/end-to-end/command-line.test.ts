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
import { createServer } from 'node:net';
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
  engine: z.strictObject({ url: z.url(), token: z.string().regex(/^[A-Za-z0-9]{30}$/) }),
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
  it('writes the stems, prints a table, ends with 0, and leaves no process behind', async () => {
    const out = join(directory, 'out');
    const { code, stdout, stderr } = await run(song('my song.wav'), '--out', out);
    expect(stderr).toContain('done, 2 stems');
    expect(code).toBe(0);
    expect(stdout).toContain(join(out, 'my song', 'drums.wav'));
    expect(
      readFileSync(join(out, 'my song', 'drums.wav'))
        .subarray(0, 4)
        .toString(),
    ).toBe('RIFF');
    expect(existsSync(join(out, 'my song', 'manifest.json'))).toBe(true);
    expect(leftProcesses()).toEqual([]);
  });

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
    ['a type that this engine does not run', () => [song('a.wav'), '--type', '40'], '--type 44'],
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

describe('what earlier runs left', () => {
  it('is there again, so that nothing is separated twice, unless --fresh forgets it', async () => {
    const path = song('song.wav');
    const args = [path, '--out', join(directory, 'out')];
    expect((await run(...args)).stderr).not.toContain('from an earlier run');
    expect((await run(...args)).stderr).toContain('from an earlier run, no credits: done');
    expect((await run(...args, '--fresh')).stderr).not.toContain('from an earlier run');
  });
});

describe('a second start on the same data', () => {
  it('is refused, and forgets nothing of the first, not even with --fresh', async () => {
    const { ready } = await startForPrograms();
    const { bucket, endpoint, region, ...credentials } = ready.s3;
    const s3 = new S3Client({ endpoint, region, credentials });
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'kept.txt', Body: 'kept' }));
    const second = await run('--fresh', song('song.wav'));
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/already runs on/);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'kept.txt' }));
    expect(await Body?.transformToString()).toBe('kept');
  });
});

describe('npm start -- --json', () => {
  it('listens on the ports that it is given, and says so when one is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const refused = await run('--json', '--port', port);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^The port \d+ is taken\. Choose another with --port/m);
    taken.close();
    await once(taken, 'close');

    const { ready } = await startForPrograms('--port', port);
    expect(ready.s3.endpoint).toBe(`http://127.0.0.1:${port}`);
  });

  it('prints one line of JSON when ready, and ends cleanly at Ctrl-C', async () => {
    const { child, ready } = await startForPrograms();
    const answer = await fetch(`${ready.engine.url}/api/app/algorithms`);
    expect(answer.status).toBe(200);
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    expect(leftProcesses()).toEqual([]);
  });

  it('finishes a job after it was killed in the middle and started again', async () => {
    const first = await startForPrograms();
    const { bucket, ...client } = { ...first.ready.s3 };
    const credentials = { accessKeyId: client.accessKeyId, secretAccessKey: client.secretAccessKey };
    const s3 = new S3Client({ endpoint: client.endpoint, region: client.region, credentials });
    const body = readFileSync(song('killed.wav', 20));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'uploads/killed.wav', Body: body }));
    first.child.kill('SIGKILL');
    await once(first.child, 'close');
    await expect.poll(leftProcesses, { timeout: 10_000 }).toEqual([]);

    const out = join(directory, 'out');
    const { code, stderr } = await run(song('killed.wav', 20), '--out', out);
    expect(stderr).toContain('done, 2 stems');
    expect(code).toBe(0);
  });
});
