import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { FunctionConfig } from '../../../infra/local/lambda/function-config.ts';
import type { InvokeError } from '../../../infra/local/lambda/invoke-result.ts';
import { createLocalLambda, type LocalLambda } from '../../../infra/local/lambda/local-lambda.ts';
import { functionFolder } from './function-folder.ts';
import { processExists } from './process-exists.ts';

const directory = functionFolder({
  'index.mjs': `
    import { appendFileSync, readFileSync } from 'node:fs';
    export const handler = async ({ wait = 0, log, note, failTimes = 0 }) => {
      if (log) appendFileSync(log, note + '\\n');
      if (log && readFileSync(log, 'utf8').split('\\n').length - 1 <= failTimes) throw new Error('not yet');
      await new Promise((resolve) => setTimeout(resolve, wait));
      return process.pid;
    };`,
});

let lambda: LocalLambda | undefined;
afterEach(() => lambda?.stop());

async function start(
  config: Partial<FunctionConfig>,
  more: { maximumConcurrency?: number; idleSeconds?: number; directory?: string } = {},
): Promise<LocalLambda> {
  lambda = await createLocalLambda({
    functions: [
      {
        name: 'f',
        arn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
        directory,
        handler: 'index.handler',
        timeoutSeconds: 10,
        memoryMegabytes: 128,
        environment: {},
        credentials: { accessKeyId: 'A', secretAccessKey: 'S' },
        ...config,
      },
    ],
    environment: {},
    log: () => {},
    onReport: () => {},
    ...more,
  });
  return lambda;
}

async function pids(results: Promise<unknown>[]): Promise<unknown[]> {
  return (await Promise.all(results)).map((result) =>
    typeof result === 'object' && result !== null && 'payload' in result ? result.payload : result,
  );
}

describe('local Lambda: concurrency', () => {
  it('reuses a warm environment for events one after the other', async () => {
    const started = await start({});
    const first = await started.invoke('f', {});
    expect(await started.invoke('f', {})).toEqual(first);
  });

  it('runs no more environments than the reserved concurrency and keeps the order of what waits', async () => {
    const started = await start({ reservedConcurrency: 2 }, { maximumConcurrency: 8 });
    const indices = Array.from({ length: 8 }, (_, i) => i);
    const order: number[] = [];
    const all = indices.map((i) => started.invoke('f', { wait: 20 }, () => order.push(i)));
    expect(new Set(await pids(all)).size).toBe(2);
    expect(order).toEqual(indices);
  });

  it('runs no more environments than this machine allows', async () => {
    const started = await start({ reservedConcurrency: 100 }, { maximumConcurrency: 3 });
    const all = Array.from({ length: 9 }, () => started.invoke('f', { wait: 50 }));
    expect(new Set(await pids(all)).size).toBe(3);
  });

  it('ends an environment that has been idle for long', async () => {
    const started = await start({}, { idleSeconds: 0.05 });
    const [pid] = await pids([started.invoke('f', {})]);
    await expect.poll(() => processExists(Number(pid)), { timeout: 5000 }).toBe(false);
  });

  it('leaves no process after stop, and rejects what was running or waiting', async () => {
    const started = await start({ reservedConcurrency: 1 });
    const [pid] = await pids([started.invoke('f', {})]);
    const pending = [started.invoke('f', { wait: 5000 }), started.invoke('f', {})];
    const outcomes = Promise.allSettled(pending);
    await started.stop();
    expect(processExists(Number(pid))).toBe(false);
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'ServiceException' } });
    }
    await expect(started.invoke('f', {})).rejects.toMatchObject({ code: 'ServiceException' });
  });
});

describe('local Lambda: asynchronous invocation', () => {
  it('retries a failing event until it succeeds', async () => {
    const failures: unknown[] = [];
    const log = `${functionFolder({})}/log`;
    const started = await start({ onFailure: (event) => failures.push(event) });
    started.invokeAsync('f', { log, note: 'try', failTimes: 1 });
    const tries = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0);
    await expect.poll(tries, { timeout: 5000 }).toBe(2);
    expect(failures).toEqual([]);
  });

  it('hands the event and the last error to onFailure after the last retry', async () => {
    const failures: { event: unknown; error: InvokeError }[] = [];
    const log = `${functionFolder({})}/log`;
    const event = { log, note: 'try', failTimes: 99 };
    const started = await start({
      maximumRetryAttempts: 1,
      onFailure: (failed, error) => failures.push({ event: failed, error }),
    });
    started.invokeAsync('f', event);
    await expect.poll(() => failures, { timeout: 5000 }).toHaveLength(1);
    expect(failures[0]).toMatchObject({ event, error: { errorType: 'Error', errorMessage: 'not yet' } });
    expect(readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(2);
  });

  it('does not retry when the function says so', async () => {
    const failures: unknown[] = [];
    const log = `${functionFolder({})}/log`;
    const started = await start({ maximumRetryAttempts: 0, onFailure: (failed) => failures.push(failed) });
    started.invokeAsync('f', { log, note: 'try', failTimes: 99 });
    await expect.poll(() => failures, { timeout: 5000 }).toHaveLength(1);
  });

  it('takes up after a restart what it was not done with, and nothing that it was', async () => {
    const journal = functionFolder({});
    const log = `${functionFolder({})}/log`;
    const notes = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
    const first = await start({}, { directory: journal });
    first.invokeAsync('f', { log, note: 'finished' });
    await expect.poll(notes, { timeout: 5000 }).toEqual(['finished']);
    await first.invoke('f', {});
    first.invokeAsync('f', { log, note: 'interrupted', wait: 60_000 });
    await expect.poll(notes, { timeout: 5000 }).toEqual(['finished', 'interrupted']);
    await first.stop();

    const second = await start({}, { directory: journal });
    second.resume();
    await expect.poll(notes, { timeout: 5000 }).toEqual(['finished', 'interrupted', 'interrupted']);
  });

  it('refuses an event over 1 MiB and an unknown function at once', async () => {
    const started = await start({});
    expect(() => started.invokeAsync('f', 'x'.repeat(1_048_576))).toThrow(
      expect.objectContaining({ code: 'RequestTooLargeException' }),
    );
    expect(() => started.invokeAsync('g', {})).toThrow(
      expect.objectContaining({ code: 'ResourceNotFoundException' }),
    );
  });
});
