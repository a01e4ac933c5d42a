import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { secretReader } from '../../../../shared/aws/secret.ts';

const client = new SecretsManagerClient({});
const secrets = mockClient(client);

beforeEach(() => {
  secrets.reset();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('secretReader', () => {
  it('reads once for many calls and again after five minutes', async () => {
    secrets.on(GetSecretValueCommand).resolvesOnce({ SecretString: 'one' }).resolves({ SecretString: 'two' });
    const read = secretReader('token', client);

    expect(await Promise.all([read(), read()])).toEqual(['one', 'one']);
    vi.advanceTimersByTime(4 * 60_000);
    expect(await read()).toBe('one');
    vi.advanceTimersByTime(61_000);
    expect(await read()).toBe('two');
    expect(secrets.commandCalls(GetSecretValueCommand)).toHaveLength(2);
  });

  it('does not keep a failed read', async () => {
    secrets.on(GetSecretValueCommand).rejectsOnce(new Error('try later')).resolves({ SecretString: 'fine' });
    const read = secretReader('token', client);

    await expect(read()).rejects.toThrow('try later');
    expect(await read()).toBe('fine');
  });

  it('refuses a secret without text, naming it', async () => {
    secrets.on(GetSecretValueCommand).resolves({});
    await expect(secretReader('the-secret', client)()).rejects.toThrow('the-secret');
  });
});
