import { execFile } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { JsonService } from '../../../infra/local/aws-endpoint/json-service.ts';
import { AwsServiceError } from '../../../infra/local/aws-service-error.ts';
import { type Listener, listen } from '../../../infra/local/listener/listen.ts';
import { clientSettings, startTestEndpoint } from './start-test-endpoint.ts';

const calls: unknown[] = [];
const recorder: JsonService = {
  call: async (operation, body, principal) => {
    calls.push({ operation, body, principal: principal.name });
    if (operation === 'ListSecrets') throw new AwsServiceError('InvalidRequestException', 'Not now.');
    if (JSON.stringify(body) === '{"Limit":99}') throw new Error('inner detail');
    return { TableNames: ['a'] };
  },
};

let listener: Listener;

beforeAll(async () => {
  listener = await startTestEndpoint({ DynamoDB_20120810: recorder, secretsmanager: recorder });
});

afterAll(() => listener.stop());

const dynamodb = (accessKeyId?: string) => new DynamoDBClient(clientSettings(listener.url, accessKeyId));

function post(headers: Record<string, string>, body = '{}') {
  return fetch(listener.url, { method: 'POST', headers, body });
}

/** A correctly signed request of the SDK, to be spoiled by a test. */
async function capture(): Promise<{ headers: Record<string, string>; body: string }> {
  let captured: { headers: Record<string, string>; body: string } | undefined;
  const client = dynamodb();
  client.middlewareStack.add(
    () => async (args) => {
      const { headers, body } = Object(args.request);
      captured = { headers: { ...headers }, body: new TextDecoder().decode(body) };
      throw new Error('captured');
    },
    { step: 'deserialize', priority: 'low' },
  );
  await client.send(new ListTablesCommand({ Limit: 5 })).catch(() => undefined);
  if (captured === undefined) throw new Error('Nothing was sent.');
  return captured;
}

describe('a JSON service', () => {
  it('is called with operation, body and principal, and its answer comes back', async () => {
    calls.length = 0;
    expect((await dynamodb('ROLE').send(new ListTablesCommand({ Limit: 5 }))).TableNames).toEqual(['a']);
    expect(calls).toEqual([{ operation: 'ListTables', body: { Limit: 5 }, principal: 'reader' }]);
  });

  it('answers a request id, and its errors under the name clients switch on', async () => {
    const { $metadata } = await dynamodb().send(new ListTablesCommand());
    expect($metadata.requestId).toMatch(/^[\da-f-]{36}$/);
    const client = new SecretsManagerClient(clientSettings(listener.url));
    const list = client.send(new ListSecretsCommand());
    await expect(list).rejects.toMatchObject({ name: 'InvalidRequestException', message: 'Not now.' });
  });

  it('hides the cause of its own failures from the client', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue();
    const list = dynamodb().send(new ListTablesCommand({ Limit: 99 }));
    await expect(list).rejects.toMatchObject({
      name: 'InternalFailure',
      message: expect.not.stringContaining('inner detail'),
    });
    expect(logged).toHaveBeenCalledWith(expect.any(String), new Error('inner detail'));
    logged.mockRestore();
  });
});

describe('refusals', () => {
  it('refuses an unknown key, a wrong secret, an unsigned call and a stale one', async () => {
    const list = new ListTablesCommand();
    await expect(dynamodb('NOBODY').send(list)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    const settings = clientSettings(listener.url);
    const credentials = { accessKeyId: 'OPERATOR', secretAccessKey: 'wrong' };
    const wrong = new DynamoDBClient({ ...settings, credentials }).send(list);
    await expect(wrong).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const stale = new DynamoDBClient({ ...settings, systemClockOffset: -3_600_000 }).send(list);
    await expect(stale).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const unsigned = await post({ 'x-amz-target': 'DynamoDB_20120810.ListTables' });
    expect(unsigned.status).toBe(400);
    expect(await unsigned.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  it('refuses another body than the signed one, also under a header that was left unsigned', async () => {
    const { headers, body } = await capture();
    expect((await post(headers, body)).status).toBe(200);
    const changed = await post(headers, '{"Limit":6}');
    expect(changed.status).toBe(400);
    expect(await changed.json()).toMatchObject({ __type: 'InvalidSignatureException' });
    const { 'x-amz-content-sha256': _, ...bare } = headers;
    expect((await post(bare, '{"Limit":6}')).status).toBe(400);
  });

  it('refuses malformed JSON and a body over 16 MiB', async () => {
    const client = dynamodb();
    client.middlewareStack.add(
      (next) => async (args) => {
        Object(args.request).body = '{"Limit":';
        return next(args);
      },
      { step: 'build', priority: 'high' },
    );
    await expect(client.send(new ListTablesCommand())).rejects.toMatchObject({
      name: 'SerializationException',
    });
    const { headers } = await capture();
    const { 'content-length': _, ...unsized } = headers;
    const huge = await post(unsized, ' '.repeat(16 * 1024 * 1024 + 1));
    expect(huge.status).toBe(413);
  });

  it('refuses a service that is not modelled, naming it and the operation', async () => {
    const client = new SFNClient(clientSettings(listener.url));
    const list = client.send(new ListStateMachinesCommand());
    await expect(list).rejects.toThrow(/does not model AWSStepFunctions: it cannot answer ListStateMachines/);
    const authorization =
      'AWS4-HMAC-SHA256 Credential=OPERATOR/20260101/eu-west-1/lambda/aws4_request, SignedHeaders=host, Signature=0';
    const answer = await fetch(`${listener.url}/2015-03-31/functions/f/invocations`, {
      method: 'POST',
      headers: { authorization },
    });
    expect(answer.status).toBe(501);
    expect(await answer.text()).toContain(
      'lambda: it cannot answer POST /2015-03-31/functions/f/invocations',
    );
  });
});

describe('S3', () => {
  it('gets what names no other service: unsigned requests and those signed for s3', async () => {
    expect((await fetch(`${listener.url}/bucket/key`)).status).toBe(418);
    const query = '?X-Amz-Credential=OPERATOR%2F20260101%2Feu-west-1%2Fs3%2Faws4_request';
    expect((await fetch(`${listener.url}/bucket/key${query}`)).status).toBe(418);
    const form = new FormData();
    form.set('key', 'x');
    expect((await fetch(`${listener.url}/bucket`, { method: 'POST', body: form })).status).toBe(418);
  });
});

describe('STS', () => {
  it("answers the command-line client's GetCallerIdentity, and refuses other query calls by name", async (context) => {
    const run = (...args: string[]) =>
      promisify(execFile)('aws', ['--endpoint-url', listener.url, '--region', 'eu-west-1', ...args], {
        env: { ...process.env, AWS_ACCESS_KEY_ID: 'ROLE', AWS_SECRET_ACCESS_KEY: 'role' },
      });
    try {
      await promisify(execFile)('aws', ['--version']);
    } catch {
      context.skip('The AWS command-line client is not installed.');
    }
    const { stdout } = await run('sts', 'get-caller-identity', '--output', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      Account: '000000000000',
      Arn: 'arn:aws:sts::000000000000:assumed-role/reader/local',
    });
    await expect(run('iam', 'list-users')).rejects.toThrow(/does not model iam: it cannot answer ListUsers/);
    const tables = await run('dynamodb', 'list-tables', '--output', 'json');
    expect(JSON.parse(tables.stdout)).toEqual({ TableNames: ['a'] });
  });
});

describe('listen', () => {
  it('refuses a port that is taken, and says what to do', async () => {
    await expect(listen(async () => {}, listener.port)).rejects.toThrow(/Give another port, or 0/);
  });

  it('answers 500 when a handler throws, without its message', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue();
    const broken = await listen(async (request) => {
      await text(request);
      throw new Error('inner detail');
    });
    for (const init of [{}, { method: 'POST', body: 'read to its end' }]) {
      const answer = await fetch(`${broken.url}/x?secret=1`, init);
      expect(answer.status).toBe(500);
      expect(await answer.text()).toBe('');
    }
    expect(logged).toHaveBeenCalledWith('The local cloud failed on POST /x:', expect.any(Error));
    logged.mockRestore();
    await broken.stop();
  });
});
