import { afterEach, describe, expect, it } from 'vitest';
import { AwsServiceError } from '../../../infra/local/aws-service-error.ts';
import { redriveStatus } from '../../../infra/local/step-functions/redrive-status.ts';
import { type Bench, namedError, openBench, task } from './step-functions-bench.ts';

let bench: Bench | undefined;
afterEach(() => bench?.close());

async function open(options: Parameters<typeof openBench>[0]): Promise<Bench> {
  bench = await openBench(options);
  return bench;
}

const TWO_TASKS = { StartAt: 'A', States: { A: task('first', { Next: 'B' }), B: task('second') } };

describe('RedriveExecution', () => {
  it('goes on from the state that failed, with its input and under the same name', async () => {
    const calls: string[] = [];
    let broken = true;
    const { run, client, ended, events, history } = await open({
      definition: TWO_TASKS,
      functions: {
        first: () => {
          calls.push('first');
          return { from: 'first' };
        },
        second: (event) => {
          calls.push('second');
          if (broken) throw namedError('Busy');
          return event;
        },
      },
    });
    const { executionArn = '', status, redriveStatus: redrivable } = await run({ a: 1 }, 'job-1');
    expect([status, redrivable]).toEqual(['FAILED', 'REDRIVABLE']);

    broken = false;
    const { redriveDate } = await client.redriveExecution({ executionArn });
    const again = await ended(executionArn);
    expect(again).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"from":"first"}',
      input: '{"a":1}',
      redriveCount: 1,
      redriveDate,
    });
    expect(again.error).toBeUndefined();
    expect(calls).toEqual(['first', 'second', 'second']);
    expect((await history(executionArn)).map(({ type }) => type)).toContain('ExecutionRedriven');
    expect(events.map(({ detail }) => [detail.status, detail.redriveCount])).toEqual([
      ['RUNNING', 0],
      ['FAILED', 0],
      ['RUNNING', 1],
      ['SUCCEEDED', 1],
    ]);
  });

  it('runs a stopped Map again with all its items, and not what came before it', async () => {
    let hanging = true;
    const seen: unknown[] = [];
    const definition = {
      StartAt: 'A',
      States: {
        A: task('first', { Next: 'M' }),
        M: {
          Type: 'Map',
          ItemsPath: '$.items',
          ItemProcessor: { StartAt: 'I', States: { I: task('item') } },
          End: true,
        },
      },
    };
    const { start, client, ended } = await open({
      definition,
      functions: {
        first: () => ({ items: [{ n: 1 }, { n: 2 }] }),
        item: ({ n }) => {
          seen.push(n);
          return hanging ? new Promise(() => {}) : n;
        },
      },
    });
    const executionArn = await start({});
    await expect.poll(() => seen).toEqual([1, 2]);
    await client.stopExecution({ executionArn });
    hanging = false;
    await client.redriveExecution({ executionArn });
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2]' });
    expect(seen).toEqual([1, 2, 1, 2]);
  });

  it('enters a Fail state again', async () => {
    const { run, client, ended } = await open({
      definition: { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E' } } },
    });
    const { executionArn = '' } = await run({});
    await client.redriveExecution({ executionArn });
    expect(await ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'E', redriveCount: 1 });
  });

  it('refuses an execution that runs, succeeded or does not exist, and one without the right', async () => {
    let allowed = true;
    const { run, start, client } = await open({
      definition: TWO_TASKS,
      functions: { first: ({ hang }) => (hang ? new Promise(() => {}) : 1), second: () => 2 },
      authorize: (_, action) => {
        if (!allowed) throw new AwsServiceError('AccessDenied', `no ${action}`, 403);
      },
    });
    const { executionArn } = await run({});
    const running = await start({ hang: true });
    for (const arn of [executionArn, running]) {
      await expect(client.redriveExecution({ executionArn: arn })).rejects.toMatchObject({
        name: 'ExecutionNotRedrivable',
      });
    }
    await expect(client.redriveExecution({ executionArn: 'arn:none' })).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
    allowed = false;
    await expect(client.redriveExecution({ executionArn })).rejects.toThrow('no states:RedriveExecution');
  });

  it('is refused 14 days after the end, and accepted before', () => {
    const stopped = { status: 'FAILED', stopMs: 0 } as const;
    expect(redriveStatus(stopped, 14 * 86_400_000)).toEqual({ redriveStatus: 'REDRIVABLE' });
    expect(redriveStatus(stopped, 14 * 86_400_000 + 1)).toMatchObject({ redriveStatus: 'NOT_REDRIVABLE' });
  });
});
