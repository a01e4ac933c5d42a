import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { awsDeployment } from '../../../infra/command-line/aws-deployment.ts';
import { localDeployment } from '../../../infra/command-line/local-deployment.ts';
import { ENGINE } from '../../../infra/command-line/stack-kind.ts';
import { writeConnections } from '../../../infra/start/write-connections.ts';

const engine = (region: string) => ({
  OwnerTokenSecretArn: `arn:aws:secretsmanager:${region}:123456789012:secret:OwnerToken-x`,
  AccountsTableName: `accounts-in-${region}`,
});

async function outputsFile(content: unknown): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'outputs-')), 'cdk-outputs.json');
  await writeFile(file, JSON.stringify(content));
  return file;
}

describe('a deployment on AWS', () => {
  it('is the Engine of the outputs, in its own region', async () => {
    const file = await outputsFile({
      'mvsep-pipeline': { BucketName: 'b' },
      'mvsep-engine': engine('eu-north-1'),
    });
    const deployment = await awsDeployment(ENGINE, file, undefined);
    expect(deployment.name).toBe('mvsep-engine in eu-north-1');
    expect(deployment.clientSettings()).toEqual({ region: 'eu-north-1' });
    expect(deployment.output('AccountsTableName')).toBe('accounts-in-eu-north-1');
    expect(() => deployment.output('PublicationsTableName')).toThrow(/deploy this version/);
  });

  it('has to be chosen among several', async () => {
    const file = await outputsFile({ 'one-engine': engine('eu-west-1'), 'two-engine': engine('us-east-1') });
    await expect(awsDeployment(ENGINE, file, undefined)).rejects.toThrow(
      'Choose with --stack: one-engine, two-engine.',
    );
    expect((await awsDeployment(ENGINE, file, 'two-engine')).clientSettings().region).toBe('us-east-1');
    await expect(awsDeployment(ENGINE, file, 'three')).rejects.toThrow(
      'knows no Engine three, but one-engine, two-engine',
    );
  });

  it('says what to do where none is', async () => {
    await expect(awsDeployment(ENGINE, '/nowhere/cdk-outputs.json', undefined)).rejects.toThrow(
      /npm run deploy writes/,
    );
    const pipelineOnly = await outputsFile({ 'mvsep-pipeline': {} });
    await expect(awsDeployment(ENGINE, pipelineOnly, undefined)).rejects.toThrow(/Deploy one/);
  });
});

describe('a deployment on this machine', () => {
  it('is what npm start wrote, which only its user may read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'local-'));
    const cloud = {
      endpoint: 'http://127.0.0.1:4566',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      outputs: { Engine: engine('eu-west-1'), Pipeline: { BucketName: 'songs' } },
    };
    // A file of an earlier start that others could read does not make the new one readable.
    await writeFile(join(folder, 'outputs.json'), '{}', { mode: 0o644 });
    await writeConnections(cloud, folder);
    expect((await stat(join(folder, 'outputs.json'))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(join(folder, 'outputs.json'), 'utf8'))).toEqual(cloud);

    const deployment = await localDeployment(ENGINE, folder);
    expect(deployment.clientSettings()).toEqual({
      endpoint: cloud.endpoint,
      region: 'eu-west-1',
      credentials: cloud.credentials,
    });
    expect(deployment.output('AccountsTableName')).toBe('accounts-in-eu-west-1');
    expect(() => deployment.output('BucketName')).toThrow(/no output BucketName/);
  });
});
