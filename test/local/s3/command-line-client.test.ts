import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR, type RunningS3, startLocalS3 } from './start-local-s3.ts';

function hasCommandLineClient(): boolean {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const run = promisify(execFile);
const installed = hasCommandLineClient();
const title = installed
  ? 'the aws command line'
  : 'the aws command line (skipped: there is no "aws" on the PATH; install the AWS CLI to run these)';

describe.skipIf(!installed)(title, () => {
  let running: RunningS3;
  let directory: string;

  beforeAll(async () => {
    running = await startLocalS3();
    directory = await mkdtemp(join(tmpdir(), 'aws-cli-'));
    // Version 1 of the client still presigns with the retired signature version 2 unless told otherwise.
    await writeFile(join(directory, 'config'), '[default]\ns3 =\n  signature_version = s3v4\n');
  });
  afterAll(async () => {
    expect(running.faults).toEqual([]);
    await running.stop();
    await rm(directory, { recursive: true, force: true });
  });

  async function aws(...parameters: string[]): Promise<string> {
    const env = {
      PATH: process.env.PATH,
      HOME: directory,
      PYENV_VERSION: process.env.PYENV_VERSION,
      AWS_ACCESS_KEY_ID: OPERATOR.accessKeyId,
      AWS_SECRET_ACCESS_KEY: OPERATOR.secretAccessKey,
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(directory, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: devNull,
    };
    // As an option, since older versions of the client, Debian's among them, do not know AWS_ENDPOINT_URL.
    const endpoint = ['--endpoint-url', running.endpoint];
    const { stdout } = await run('aws', [...endpoint, ...parameters], { env, cwd: directory });
    return stdout;
  }

  it('puts, lists, gets, presigns and removes an object with spaces and umlauts in its name', async () => {
    await writeFile(join(directory, 'in.txt'), 'from the command line');
    const url = 's3://audio/cli/a b+ü.txt';
    await aws('s3', 'cp', 'in.txt', url);
    expect(await aws('s3', 'ls')).toMatch(/ audio\n.* quiet\n/);
    expect(await aws('s3', 'ls', 's3://audio/cli/')).toMatch(/ 21 a b\+ü\.txt/);
    await aws('s3', 'cp', url, 'out.txt');
    expect(await readFile(join(directory, 'out.txt'), 'utf8')).toBe('from the command line');
    const presigned = (await aws('s3', 'presign', url)).trim();
    expect(await (await fetch(presigned)).text()).toBe('from the command line');
    await aws('s3', 'rm', url);
    await expect(fetch(presigned)).resolves.toMatchObject({ status: 404 });
  });

  it('sends a file of more than 8 MB in parts and gets it back whole', async () => {
    const content = randomBytes(17 * 1024 ** 2);
    await writeFile(join(directory, 'big.bin'), content);
    await aws('s3', 'cp', 'big.bin', 's3://audio/big.bin');
    const head = await running.client().send(new HeadObjectCommand({ Bucket: 'audio', Key: 'big.bin' }));
    expect(head.ETag).toMatch(/-3"$/);
    await aws('s3', 'cp', 's3://audio/big.bin', 'back.bin');
    expect(Buffer.compare(await readFile(join(directory, 'back.bin')), content)).toBe(0);
  });
});
