import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Listener } from '../../../infra/local/listener/listen.ts';
import {
  createLocalSecretsManager,
  type LocalSecretsManager,
} from '../../../infra/local/secrets-manager/local-secrets-manager.ts';
import { authorizeBy, clientSettings, startTestEndpoint } from '../aws-endpoint/start-test-endpoint.ts';

let directory: string;
let grants: string[];
let manager: LocalSecretsManager;
let listener: Listener;
let operator: SecretsManagerClient;
let role: SecretsManagerClient;

const open = () => createLocalSecretsManager({ directory, authorize: authorizeBy(grants) });

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'local-secrets-'));
  grants = [];
  manager = open();
  listener = await startTestEndpoint({ secretsmanager: manager });
  operator = new SecretsManagerClient(clientSettings(listener.url));
  role = new SecretsManagerClient(clientSettings(listener.url, 'ROLE'));
});

afterEach(async () => {
  operator.destroy();
  role.destroy();
  await listener.stop();
  rmSync(directory, { recursive: true });
});

describe('secrets of the template', () => {
  it('keep ARN and generated value over restarts, in a file for the owner alone', () => {
    const config = { name: 'api/token', generateSecretString: { ExcludePunctuation: true } };
    const { arn } = manager.createSecret(config);
    expect(arn).toMatch(/^arn:aws:secretsmanager:eu-west-1:000000000000:secret:api\/token-[A-Za-z0-9]{6}$/);
    const value = manager.currentSecretString(arn);
    const reopened = open();
    expect(reopened.createSecret(config).arn).toBe(arn);
    expect(reopened.currentSecretString('api/token')).toBe(value);
    expect(statSync(join(directory, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('take a changed SecretString from the template, but keep a value put since if it has not changed', async () => {
    manager.createSecret({ name: 'given', secretString: 'one' });
    await operator.send(new PutSecretValueCommand({ SecretId: 'given', SecretString: 'by hand' }));
    const unchanged = open();
    unchanged.createSecret({ name: 'given', secretString: 'one' });
    expect(unchanged.currentSecretString('given')).toBe('by hand');
    unchanged.createSecret({ name: 'given', secretString: 'two' });
    expect(unchanged.currentSecretString('given')).toBe('two');
  });

  it('refuse two sources of a value, and a file that is not theirs', () => {
    const both = { name: 'both', secretString: 'x', generateSecretString: {} };
    expect(() => manager.createSecret(both)).toThrow('give one');
    writeFileSync(join(directory, 'secrets.json'), '{');
    expect(open).toThrow(/does not hold the secrets/);
  });
});

describe('GetSecretValue and PutSecretValue', () => {
  it('reads by name, ARN and ARN without suffix; a put moves the stages', async () => {
    const { arn } = manager.createSecret({ name: 'token', secretString: 'first' });
    const put = await operator.send(new PutSecretValueCommand({ SecretId: arn, SecretString: 'second' }));
    for (const SecretId of ['token', arn, arn.slice(0, -7)]) {
      const got = await operator.send(new GetSecretValueCommand({ SecretId }));
      expect(got).toMatchObject({
        ARN: arn,
        Name: 'token',
        SecretString: 'second',
        VersionId: put.VersionId,
      });
    }
    const previous = new GetSecretValueCommand({ SecretId: arn, VersionStage: 'AWSPREVIOUS' });
    expect((await operator.send(previous)).SecretString).toBe('first');
    const described = await operator.send(new DescribeSecretCommand({ SecretId: arn }));
    expect(
      Object.values(described.VersionIdsToStages ?? {})
        .flat()
        .sort(),
    ).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
    expect(described.CreatedDate?.getFullYear()).toBe(new Date().getFullYear());
  });

  it('keeps binary values', async () => {
    const SecretBinary = new Uint8Array([0, 255, 128]);
    await operator.send(new CreateSecretCommand({ Name: 'binary', SecretBinary }));
    const got = await operator.send(new GetSecretValueCommand({ SecretId: 'binary' }));
    expect(Buffer.from(got.SecretBinary ?? []).equals(SecretBinary)).toBe(true);
  });

  it('refuses a secret, a stage and a value that are not there, and one that is too large', async () => {
    manager.createSecret({ name: 'empty' });
    const get = (SecretId: string) => operator.send(new GetSecretValueCommand({ SecretId }));
    await expect(get('nothing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(get('empty')).rejects.toThrow(/staging label: AWSCURRENT/);
    const put = (SecretString: string) =>
      operator.send(new PutSecretValueCommand({ SecretId: 'empty', SecretString }));
    await expect(put('x'.repeat(65_537))).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(put('')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('accepts the same put twice, and refuses another value under its token', async () => {
    manager.createSecret({ name: 'token' });
    const put = (SecretString: string) =>
      operator.send(
        new PutSecretValueCommand({ SecretId: 'token', SecretString, ClientRequestToken: 'a'.repeat(32) }),
      );
    expect((await put('x')).VersionId).toBe((await put('x')).VersionId);
    await expect(put('y')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });
});

describe('rights', () => {
  it('accepts a role on the exact ARN, and refuses it on another and on one that does not exist', async () => {
    const { arn } = manager.createSecret({ name: 'mine', secretString: 'x' });
    manager.createSecret({ name: 'other', secretString: 'y' });
    grants.push(`secretsmanager:GetSecretValue ${arn}`);
    const get = (SecretId: string) => role.send(new GetSecretValueCommand({ SecretId }));
    expect((await get('mine')).SecretString).toBe('x');
    await expect(get('other')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(get('nothing')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const put = role.send(new PutSecretValueCommand({ SecretId: 'mine', SecretString: 'z' }));
    await expect(put).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('the other operations', () => {
  it('lists secrets in pages, without their values', async () => {
    for (const name of ['a', 'b', 'c']) manager.createSecret({ name, secretString: 'hidden' });
    const first = await operator.send(new ListSecretsCommand({ MaxResults: 2 }));
    const { NextToken } = first;
    const second = await operator.send(new ListSecretsCommand({ NextToken }));
    const names = [...(first.SecretList ?? []), ...(second.SecretList ?? [])].map(({ Name }) => Name);
    expect(names).toEqual(['a', 'b', 'c']);
    expect(JSON.stringify(first)).not.toContain('hidden');
  });

  it('refuses a name that is taken, a filter that is not modelled, and an unknown operation by name', async () => {
    manager.createSecret({ name: 'taken' });
    const create = operator.send(new CreateSecretCommand({ Name: 'taken', SecretString: 'x' }));
    await expect(create).rejects.toMatchObject({ name: 'ResourceExistsException' });
    const list = operator.send(new ListSecretsCommand({ Filters: [{ Key: 'name', Values: ['t'] }] }));
    await expect(list).rejects.toThrow(/Filters/);
    const remove = operator.send(new DeleteSecretCommand({ SecretId: 'taken' }));
    await expect(remove).rejects.toThrow(/does not model .* DeleteSecret/);
  });
});
