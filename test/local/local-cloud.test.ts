import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocalCloud } from '../../infra/local/local-cloud.ts';
import { Unmodelled } from '../../infra/local/template/unmodelled.ts';
import { shopTemplate } from './shop/template.ts';
import { writeAssembly } from './shop/write-assembly.ts';

const newDirectory = () => mkdtempSync(join(tmpdir(), 'shop-data-'));
const assembly = writeAssembly(shopTemplate);
const lines: string[] = [];

const start = (dataDirectory: string, over: Partial<Parameters<typeof startLocalCloud>[0]> = {}) =>
  startLocalCloud({
    assembly,
    stacks: ['Shop'],
    dataDirectory,
    parameters: ({ address }) => ({ Shop: { ConfirmUrl: address('Api') } }),
    log: (line) => lines.push(line),
    ...over,
  });

/** What an operator does with the cloud: the same calls a command line would make. */
function operator(cloud: LocalCloud) {
  const { endpoint, region, credentials, outputs } = cloud;
  // A copy: the SDK writes notes of its own into the object.
  const settings = { endpoint, region, credentials: { ...credentials } };
  const { Bucket = '', Table = '', Machine = '', SecretArn = '' } = outputs.Shop ?? {};
  const s3 = new S3Client(settings);
  const table = new DynamoDBClient(settings);
  const states = new SFNClient(settings);
  return {
    upload: (Key: string, Body = 'x') => s3.send(new PutObjectCommand({ Bucket, Key, Body })),
    download: async (Key: string) =>
      (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString(),
    item: async (id: string) =>
      (await table.send(new GetItemCommand({ TableName: Table, Key: { id: { S: id } } }))).Item?.value?.S,
    order: (name: string) =>
      states.send(
        new StartExecutionCommand({ stateMachineArn: Machine, name, input: JSON.stringify({ order: name }) }),
      ),
    executions: async () =>
      (await states.send(new ListExecutionsCommand({ stateMachineArn: Machine }))).executions ?? [],
    secret: async () =>
      (await new SecretsManagerClient(settings).send(new GetSecretValueCommand({ SecretId: SecretArn })))
        .SecretString,
  };
}

const soon = { timeout: 20_000, interval: 20 };

describe('a local cloud', () => {
  let cloud: LocalCloud;
  beforeAll(async () => {
    cloud = await start(newDirectory());
  });
  afterAll(() => cloud.stop());

  it('carries an upload through rule, function, state machine, callback and table', async () => {
    const { upload, item, executions } = operator(cloud);
    await upload('orders/1');
    await expect.poll(() => item('orders/1'), soon).toBe('yes');
    await expect
      .poll(async () => (await executions()).map(({ status }) => status), soon)
      .toEqual(['SUCCEEDED']);
    expect(cloud.denials()).toEqual([]);
    expect(cloud.reports()).toContainEqual(
      expect.objectContaining({ functionName: 'Shop-Record', durationMs: expect.any(Number) }),
    );
    expect(cloud.countStateTransitions()).toBeGreaterThan(1);
  });

  it('refuses a call that the role does not allow, by name', async () => {
    await operator(cloud).upload('orders-not/1');
    const result = await cloud.invoke('Snoop', {});
    expect(result).toMatchObject({ error: { errorType: 'AccessDenied' } });
    expect(cloud.denials()).toContainEqual(
      expect.objectContaining({ principal: 'Shop-SnoopRole', action: 's3:GetObject' }),
    );
    expect(lines).toContainEqual(expect.stringContaining('Shop-SnoopRole'));
  });

  it('lets a function read the secret that its role names by the resolved ARN', async () => {
    expect(await cloud.invoke('Snoop', { what: 'secret' })).toEqual({ payload: 40 });
  });

  it('keeps an event whose target refuses it in the dead-letter queue', async () => {
    await operator(cloud).upload('lost/1');
    await expect
      .poll(() => cloud.deadLetters(), soon)
      .toContainEqual(
        expect.objectContaining({
          queue: 'Shop-Dead',
          body: expect.objectContaining({ source: 'aws.s3' }),
          attributes: expect.objectContaining({ ERROR_CODE: 'AccessDenied' }),
        }),
      );
  });

  it('carries an event of a function to the subscribers of a topic, and refuses another source', async () => {
    expect(await cloud.invoke('Speak', { source: 'shop', what: 'a drum' })).toEqual({ payload: 0 });
    await expect
      .poll(() => cloud.notifications(), soon)
      .toMatchObject([
        {
          topic: 'Shop-News',
          to: 'owner@example.com',
          subject: 'AWS Notification Message',
          text: '"Sold: a drum"',
        },
      ]);
    expect(await cloud.invoke('Speak', { source: 'bank', what: 'x' })).toMatchObject({
      error: { errorType: 'AccessDeniedException' },
    });
  });

  it('refuses a rule that the policy of the topic does not name', async () => {
    await cloud.invoke('Speak', { source: 'shop', what: 'nothing' });
    await expect
      .poll(() => cloud.denials(), soon)
      .toContainEqual(expect.objectContaining({ principal: 'events.amazonaws.com', action: 'sns:Publish' }));
  });

  it('fires a schedule on demand and keeps the event that its function failed on', async () => {
    await cloud.fireSchedule('Nightly');
    await expect
      .poll(() => cloud.deadLetters().map(({ body }) => body), soon)
      .toContainEqual(
        expect.objectContaining({
          requestPayload: { night: true },
          responsePayload: expect.objectContaining({ errorType: 'RangeError' }),
        }),
      );
  });

  it('serves files through CloudFront where the bucket policy allows, and refuses others', async () => {
    const { upload } = operator(cloud);
    await upload('public/price-list', 'cheap');
    await upload('private/margins', 'high');
    const url = cloud.outputs.Shop?.CdnUrl ?? '';
    expect(url).toBe(`${cloud.address('Cdn')}/public`);
    expect(await (await fetch(`${url}/price-list`)).text()).toBe('cheap');
    expect((await fetch(`${cloud.address('Cdn')}/private/margins`)).status).toBe(403);
  });

  it('reaches the HTTP API behind CloudFront, and refuses a route without permission', async () => {
    const behind = await fetch(`${cloud.address('Cdn')}/orders/2`, { method: 'POST', body: 'no' });
    // The token of the first order was used up: the function fails, and not the way to it.
    expect(behind.status).toBe(500);
    expect(cloud.reports().filter(({ functionName }) => functionName === 'Shop-Confirm')).toHaveLength(2);
    expect((await fetch(`${cloud.address('Api')}/record`)).status).toBe(500);
    expect(cloud.denials()).toContainEqual(
      expect.objectContaining({ principal: 'apigateway.amazonaws.com', action: 'lambda:InvokeFunction' }),
    );
    expect((await fetch(`${cloud.address('Api')}/nowhere`)).status).toBe(404);
  });

  it('fails the execution when a grant is taken away', async () => {
    cloud.revoke('RecordRole', 'dynamodb:*');
    const { order, executions } = operator(cloud);
    await order('revoked');
    await expect
      .poll(async () => (await executions()).find(({ name }) => name === 'revoked')?.status, soon)
      .toBe('FAILED');
    expect(cloud.denials()).toContainEqual(
      expect.objectContaining({ principal: 'Shop-RecordRole', action: 'dynamodb:PutItem' }),
    );
  });

  it('refuses a name that fits nothing or several resources', async () => {
    expect(() => cloud.address('Ghost')).toThrow('No HTTP API or distribution');
    expect(() => cloud.revoke('', 's3:*')).toThrow('More than one role');
  });
});

describe('a data directory', () => {
  it('brings everything back after a restart, under the same addresses and keys', async () => {
    const directory = newDirectory();
    const first = await start(directory);
    await operator(first).upload('orders/kept', 'content');
    await expect.poll(() => operator(first).item('orders/kept'), soon).toBe('yes');
    const secret = await operator(first).secret();
    await first.stop();
    await first.stop();

    const second = await start(directory);
    try {
      expect([second.endpoint, second.address('Api'), second.address('Cdn')]).toEqual([
        first.endpoint,
        first.address('Api'),
        first.address('Cdn'),
      ]);
      expect(second.credentials).toEqual(first.credentials);
      expect(second.outputs).toEqual(first.outputs);
      const { download, item, executions } = operator(second);
      expect(await download('orders/kept')).toBe('content');
      expect(await item('orders/kept')).toBe('yes');
      expect(await operator(second).secret()).toBe(secret);
      expect(await executions()).toHaveLength(1);
    } finally {
      await second.stop();
    }
  });

  it('is refused while a local cloud runs on it, and free again when that has stopped', async () => {
    const directory = newDirectory();
    const cloud = await start(directory);
    await expect(start(directory)).rejects.toThrow(/already runs on .*Stop it, or choose another/);
    await cloud.stop();
    await (await start(directory)).stop();
  });

  it('is given back when a start fails', async () => {
    const directory = newDirectory();
    await expect(start(directory, { parameters: () => ({}) })).rejects.toThrow('ConfirmUrl has no default');
    await (await start(directory)).stop();
  });
});

describe('addresses', () => {
  it('refuses a given port that is taken, and leaves a remembered one that is taken', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const address = blocker.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const directory = newDirectory();
    try {
      await expect(start(directory, { ports: { endpoint: port } })).rejects.toThrow(String(port));
      writeFileSync(join(directory, 'ports.json'), JSON.stringify({ 'Shop/Api': port }));
      const cloud = await start(directory);
      expect(cloud.address('Api')).not.toContain(String(port));
      await cloud.stop();
    } finally {
      blocker.close();
    }
  });

  it('shows the front of an HTTP API everywhere, and its own address to the front', async () => {
    const front = 'http://127.0.0.1:9';
    const cloud = await start(newDirectory(), { fronts: { Api: `${front}/` } });
    try {
      expect(cloud.address('Api')).toBe(front);
      expect(cloud.outputs.Shop?.ApiUrl).toBe(front);
      expect(cloud.ownAddress('Api')).not.toBe(front);
      expect((await fetch(`${cloud.ownAddress('Api')}/nowhere`)).status).toBe(404);
    } finally {
      await cloud.stop();
    }
  });

  it('refuses a front before nothing', async () => {
    await expect(start(newDirectory(), { fronts: { Ghost: 'http://x' } })).rejects.toThrow('Ghost');
  });
});

describe('startLocalCloud', () => {
  it('refuses a template with anything unmodelled, naming all of it, and leaves nothing running', async () => {
    const { Resources } = shopTemplate;
    const odd = writeAssembly({
      ...shopTemplate,
      Resources: {
        ...Resources,
        Topic: { Type: 'AWS::SNS::PlatformApplication' },
        Dead: { ...Resources.Dead, Properties: { FifoQueue: true, RedrivePolicy: {} } },
      },
    });
    const failure = await start(newDirectory(), { assembly: odd }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Unmodelled);
    expect(
      failure instanceof Unmodelled && failure.problems.map(({ logicalId, path }) => [logicalId, path]),
    ).toEqual(
      expect.arrayContaining([
        ['Topic', ''],
        ['Dead', 'FifoQueue'],
        ['Dead', 'RedrivePolicy'],
      ]),
    );
  });

  it.runIf(process.platform === 'linux')('leaves no process behind', async () => {
    const children = () => readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim();
    const before = children();
    const cloud = await start(newDirectory());
    await cloud.invoke('Fail', {});
    expect(children()).not.toBe(before);
    await cloud.stop();
    await expect.poll(children, soon).toBe(before);
  });
});
