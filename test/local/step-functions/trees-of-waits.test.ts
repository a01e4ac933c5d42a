import { afterEach, describe, expect, it } from 'vitest';
import {
  type Bench,
  functionArn,
  MACHINE_ARN,
  namedError,
  OPERATOR,
  openBench,
  type TestFunction,
  task,
} from './step-functions-bench.ts';

/**
 * The shape of a workflow that does many things in order of a tree: a Map whose items wait for tokens, each
 * followed by a Map of its own, with a Catch that ends one item alone.
 */
const TREE = {
  StartAt: 'Look',
  States: {
    Look: task('look', { Next: 'Every', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Broken' }] }),
    Every: {
      Type: 'Map',
      ItemsPath: '$.steps',
      ItemProcessor: {
        StartAt: 'Wait',
        States: {
          Wait: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
            Parameters: {
              FunctionName: functionArn('register'),
              Payload: { 'job.$': '$.job', 'step.$': '$.step', 'token.$': '$$.Task.Token' },
            },
            TimeoutSeconds: 3600,
            Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Give up' }],
            Next: 'Copies',
          },
          Copies: {
            Type: 'Map',
            ItemsPath: '$.stems',
            MaxConcurrency: 2,
            ItemProcessor: { StartAt: 'Copy', States: { Copy: task('copy') } },
            ResultPath: null,
            Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Give up' }],
            End: true,
          },
          'Give up': task('giveUp'),
        },
      },
      ResultPath: null,
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Broken' }],
      Next: 'Complete',
    },
    Complete: task('complete'),
    Broken: { Type: 'Fail', Error: 'Broken' },
  },
};

interface World {
  readonly tokens: Map<string, string>;
  readonly copied: unknown[];
  readonly givenUp: Record<string, unknown>[];
  readonly functions: Readonly<Record<string, TestFunction>>;
}

function world(): World {
  const tokens = new Map<string, string>();
  const copied: unknown[] = [];
  const givenUp: Record<string, unknown>[] = [];
  return {
    tokens,
    copied,
    givenUp,
    functions: {
      look: ({ job, steps }) => {
        const names = Array.isArray(steps) ? steps : [];
        return { job, steps: names.map((step) => ({ job, step })) };
      },
      register: ({ job, step, token }) => {
        tokens.set(`${job} ${step}`, String(token));
      },
      copy: (event) => {
        if (event.stem === 'rotten') throw namedError('CannotCopy', 'it is rotten');
        copied.push(event);
      },
      giveUp: (event) => {
        givenUp.push(event);
      },
      complete: ({ job }) => job,
    },
  };
}

const soon = { timeout: 20_000, interval: 5 };
let bench: Bench | undefined;
afterEach(() => bench?.close());

async function open(made: World, directory?: string): Promise<Bench> {
  bench = await openBench({ definition: TREE, ...made, ...(directory === undefined ? {} : { directory }) });
  return bench;
}

const stemsOf = (job: string, step: string, ...stems: string[]) =>
  JSON.stringify({ job, step, stems: stems.map((stem) => ({ job, step, stem })) });

describe('a tree of waits', () => {
  it('costs the transitions of AWS, however long it waits: 9 for one step of four stems', async () => {
    const made = world();
    const { start, ended, client, service, history } = await open(made);
    const arn = await start({ job: 'j', steps: ['a'] });
    await expect.poll(() => made.tokens.size, soon).toBe(1);
    await client.sendTaskSuccess({
      taskToken: made.tokens.get('j a') ?? '',
      output: stemsOf('j', 'a', 'vocals', 'drums', 'bass', 'other'),
    });
    expect(await ended(arn)).toMatchObject({ status: 'SUCCEEDED', output: '"j"' });
    // What AWS bills: every state that is entered, those inside of Maps included.
    const entered = (await history(arn)).filter(({ type }) => type?.endsWith('StateEntered'));
    expect(entered.map(({ stateEnteredEventDetails: details }) => details?.name)).toEqual([
      'Look',
      'Every',
      'Wait',
      'Copies',
      ...Array.from({ length: 4 }, () => 'Copy'),
      'Complete',
    ]);
    expect(service.countStateTransitions(arn)).toBe(9);
  });

  it('ends a failed wait and a failed copy alone, and goes on with the others', async () => {
    const made = world();
    const { start, ended, client } = await open(made);
    const arn = await start({ job: 'j', steps: ['good', 'refused', 'torn'] });
    await expect.poll(() => made.tokens.size, soon).toBe(3);
    await client.sendTaskFailure({ taskToken: made.tokens.get('j refused') ?? '', error: 'E', cause: 'C' });
    await client.sendTaskSuccess({
      taskToken: made.tokens.get('j torn') ?? '',
      output: stemsOf('j', 'torn', 'fine', 'rotten'),
    });
    await expect.poll(() => made.givenUp.length, soon).toBe(2);
    await client.sendTaskSuccess({
      taskToken: made.tokens.get('j good') ?? '',
      output: stemsOf('j', 'good', 'vocals'),
    });
    expect(await ended(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(made.givenUp).toMatchObject([
      { job: 'j', step: 'refused', error: { Error: 'E', Cause: 'C' } },
      { job: 'j', step: 'torn', error: { Error: 'CannotCopy' } },
    ]);
    expect(made.copied).toContainEqual({ job: 'j', step: 'good', stem: 'vocals' });
  });

  it('is stopped in the middle: no wait is left, and a token answers TaskTimedOut', async () => {
    const made = world();
    const { start, ended, client } = await open(made);
    const executionArn = await start({ job: 'j', steps: ['a', 'b'] });
    await expect.poll(() => made.tokens.size, soon).toBe(2);
    await client.stopExecution({ executionArn, error: 'Cancelled' });
    expect(await ended(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Cancelled' });
    for (const taskToken of made.tokens.values()) {
      await expect(client.sendTaskSuccess({ taskToken, output: '{"stems":[]}' })).rejects.toMatchObject({
        name: 'TaskTimedOut',
      });
    }
    expect([made.givenUp, made.copied]).toEqual([[], []]);
  });

  it('survives a restart: every wait registers a new token, and the old ones are over', async () => {
    const made = world();
    const before = await open(made);
    const executionArn = await before.start({ job: 'j', steps: ['a', 'b'] });
    await expect.poll(() => made.tokens.size, soon).toBe(2);
    const old = [...made.tokens.values()];
    made.tokens.clear();
    await before.close();

    const { service, client, ended } = await open(made, before.directory);
    service.resume();
    await expect.poll(() => made.tokens.size, soon).toBe(2);
    expect([...made.tokens.values()].some((token) => old.includes(token))).toBe(false);
    await expect(client.sendTaskSuccess({ taskToken: old[0] ?? '', output: '{}' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    for (const [name, taskToken] of made.tokens) {
      await client.sendTaskSuccess({ taskToken, output: stemsOf('j', name, 'vocals') });
    }
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  });

  it('waits in 1,000 executions at once', async () => {
    const made = world();
    const { service } = await open(made);
    // Past the client: what it takes for 3,000 calls over HTTP is not what is asked here.
    const call = (operation: string, body: object) => service.call(operation, body, OPERATOR);
    const names = Array.from({ length: 1000 }, (_, index) => `j${index}`);
    for (const name of names) {
      const input = JSON.stringify({ job: name, steps: ['a'] });
      await call('StartExecution', { stateMachineArn: MACHINE_ARN, name, input });
    }
    await expect.poll(() => made.tokens.size, { timeout: 60_000, interval: 50 }).toBe(1000);
    for (const taskToken of made.tokens.values()) {
      await call('SendTaskSuccess', { taskToken, output: '{"stems":[]}' });
    }
    const list = { stateMachineArn: MACHINE_ARN, statusFilter: 'SUCCEEDED', maxResults: 1000 };
    const succeeded = async () =>
      JSON.stringify(await call('ListExecutions', list)).split('"name"').length - 1;
    await expect.poll(succeeded, { timeout: 60_000, interval: 100 }).toBe(1000);
  }, 120_000);
});
