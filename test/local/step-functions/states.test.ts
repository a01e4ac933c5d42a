import { describe, expect, it } from 'vitest';
import { functionArn, namedError, openBench, type TestFunction, task } from './step-functions-bench.ts';

async function run(
  states: Record<string, object>,
  input: unknown,
  functions: Readonly<Record<string, TestFunction>> = {},
  more: object = {},
) {
  const definition = { StartAt: Object.keys(states)[0], States: states, ...more };
  const bench = await openBench({ definition, functions });
  try {
    const ended = await bench.run(input);
    return { ...ended, output: ended.output === undefined ? undefined : JSON.parse(ended.output) };
  } finally {
    await bench.close();
  }
}

const DONE = { Type: 'Succeed' };

describe.concurrent('local Step Functions: tasks', () => {
  it('hands the input to a function called by its ARN and takes its result as output', async () => {
    const ended = await run({ T: task('double') }, { n: 4 }, { double: ({ n }) => ({ n: Number(n) * 2 }) });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { n: 8 } });
  });

  it('wraps the result of the Lambda integration as AWS does', async () => {
    const state = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: functionArn('echo'), Payload: { 'a.$': '$.b' } },
      End: true,
    };
    const ended = await run({ T: state }, { b: 1 }, { echo: (payload) => payload });
    expect(ended.output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST', Payload: { a: 1 } });
  });

  it('honours the whole ResultPath family, "$" and null included', async () => {
    const with_ = (more: object) =>
      run({ T: task('one', { ...more, End: true }) }, { a: 0 }, { one: () => ({ v: 1 }) });
    expect((await with_({ ResultPath: '$' })).output).toEqual({ v: 1 });
    expect((await with_({ ResultPath: null })).output).toEqual({ a: 0 });
    expect((await with_({ ResultPath: '$.x.y' })).output).toEqual({ a: 0, x: { y: { v: 1 } } });
    expect((await with_({ ResultSelector: { 'w.$': '$.v' } })).output).toEqual({ w: 1 });
    expect((await with_({ InputPath: '$', OutputPath: '$.v' })).output).toBe(1);
  });

  it.each([[false], [0], [null], [''], [[]]])('carries the result %j on', async (value) => {
    const states = { A: task('give', { Next: 'B' }), B: task('echo', { InputPath: '$', End: true }) };
    const ended = await run(states, {}, { give: () => value, echo: () => 'after' });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: 'after' });
  });

  it('fails with the name and the JSON cause of a function error', async () => {
    const ended = await run(
      { T: task('bad') },
      {},
      {
        bad: () => {
          throw namedError('StemError', 'no stem');
        },
      },
    );
    expect(ended).toMatchObject({ status: 'FAILED', error: 'StemError' });
    expect(JSON.parse(ended.cause ?? '')).toEqual({
      errorType: 'StemError',
      errorMessage: 'no stem',
      trace: ['at test'],
    });
  });

  it('fails with Lambda.ResourceNotFoundException for a function that does not exist', async () => {
    expect(await run({ T: task('nowhere') }, {})).toMatchObject({
      error: 'Lambda.ResourceNotFoundException',
    });
  });

  it('fails a task that passes its timeout with States.Timeout, which States.TaskFailed does not match', async () => {
    const state = task('hang', {
      TimeoutSeconds: 1,
      Catch: [
        { ErrorEquals: ['States.TaskFailed'], Next: 'Wrong' },
        { ErrorEquals: ['States.Timeout'], Next: 'Right' },
      ],
      End: true,
    });
    const states = { T: state, Wrong: { Type: 'Fail' }, Right: DONE };
    const ended = await run(states, {}, { hang: () => new Promise(() => {}) });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.Timeout' } });
  });

  it('fails a result over 256 KiB with States.DataLimitExceeded, which nothing catches', async () => {
    const state = task('large', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'D' }], End: true });
    const ended = await run({ T: state, D: DONE }, {}, { large: () => 'x'.repeat(262_144) });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

describe.concurrent('local Step Functions: Retry and Catch', () => {
  it('retries by error name, at most MaxAttempts, then catches by name with ResultPath', async () => {
    let calls = 0;
    const state = task('busy', {
      Retry: [
        { ErrorEquals: ['Other'], MaxAttempts: 9 },
        { ErrorEquals: ['Busy'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 100, MaxDelaySeconds: 1 },
      ],
      Catch: [{ ErrorEquals: ['Busy'], ResultPath: '$.error', Next: 'D' }],
      End: true,
    });
    const began = Date.now();
    const ended = await run(
      { T: state, D: DONE },
      { id: 7 },
      {
        busy: () => {
          calls += 1;
          throw namedError('Busy');
        },
      },
    );
    expect(calls).toBe(3);
    // Two waits of a second each: the second would be a hundred without MaxDelaySeconds.
    expect(Date.now() - began).toBeGreaterThanOrEqual(1990);
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(ended.output).toMatchObject({ id: 7, error: { Error: 'Busy' } });
    expect(JSON.parse(ended.output.error.Cause)).toMatchObject({ errorType: 'Busy' });
  });

  it('stops retrying at the first success, with full jitter too', async () => {
    let calls = 0;
    const state = task('flaky', {
      Retry: [
        {
          ErrorEquals: ['States.TaskFailed'],
          IntervalSeconds: 1,
          MaxAttempts: 5,
          JitterStrategy: 'FULL',
          MaxDelaySeconds: 1,
        },
      ],
      End: true,
    });
    const ended = await run(
      { T: state },
      {},
      {
        flaky: () => {
          calls += 1;
          if (calls < 2) throw namedError('Once');
          return calls;
        },
      },
    );
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: 2 });
  });

  it('does not retry an error it does not name', async () => {
    let calls = 0;
    const state = task('bad', { Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 5 }], End: true });
    const ended = await run(
      { T: state },
      {},
      {
        bad: () => {
          calls += 1;
          throw namedError('Fatal');
        },
      },
    );
    expect(ended).toMatchObject({ status: 'FAILED', error: 'Fatal' });
    expect(calls).toBe(1);
  });
});

describe.concurrent('local Step Functions: flow', () => {
  it('chooses, also by IsPresent false, and passes on the whole input', async () => {
    const states = {
      C: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.a', IsPresent: false, Next: 'None' },
          {
            And: [
              { Variable: '$.a', NumericGreaterThan: 1 },
              { Variable: '$.b', IsPresent: false },
            ],
            Next: 'Big',
          },
        ],
        Default: 'Small',
      },
      None: { Type: 'Pass', Result: 'none', End: true },
      Big: { Type: 'Pass', Result: 'big', End: true },
      Small: { Type: 'Pass', End: true },
    };
    expect((await run(states, {})).output).toBe('none');
    expect((await run(states, { a: 2 })).output).toBe('big');
    expect((await run(states, { a: 2, b: 1 })).output).toEqual({ a: 2, b: 1 });
  });

  it('waits', async () => {
    const began = Date.now();
    expect(await run({ W: { Type: 'Wait', Seconds: 1, End: true } }, { a: 1 })).toMatchObject({
      output: { a: 1 },
    });
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
  });

  it('fails in a Fail state with its error and cause, or with neither', async () => {
    expect(await run({ F: { Type: 'Fail', Error: 'E', Cause: 'C' } }, {})).toMatchObject({
      error: 'E',
      cause: 'C',
    });
    const bare = await run({ F: { Type: 'Fail' } }, {});
    expect(bare.status).toBe('FAILED');
    expect(bare.error).toBeUndefined();
    expect(bare.cause).toBeUndefined();
  });

  it('ends an execution that passes its TimeoutSeconds as TIMED_OUT', async () => {
    const ended = await run(
      { T: task('hang') },
      {},
      { hang: () => new Promise(() => {}) },
      { TimeoutSeconds: 1 },
    );
    expect(ended).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  });

  it('gives the context object, that of the whole execution inside branches and items too', async () => {
    const states = {
      P: {
        Type: 'Parallel',
        InputPath: '$.inner',
        Branches: [
          {
            StartAt: 'B',
            States: {
              B: {
                Type: 'Pass',
                Parameters: {
                  'id.$': '$$.Execution.Input.id',
                  'name.$': '$$.Execution.Name',
                  'machine.$': '$$.StateMachine.Name',
                },
                End: true,
              },
            },
          },
          {
            StartAt: 'M',
            States: {
              M: {
                Type: 'Map',
                ItemsPath: '$.list',
                ItemSelector: {
                  'id.$': '$$.Execution.Input.id',
                  'at.$': '$$.Map.Item.Index',
                  'v.$': '$$.Map.Item.Value',
                  'rest.$': '$.rest',
                },
                ItemProcessor: {
                  StartAt: 'I',
                  States: {
                    I: {
                      Type: 'Pass',
                      Parameters: {
                        'all.$': '$',
                        'again.$': "States.Format('{}/{}', $$.Execution.Input.id, $$.Map.Item.Index)",
                      },
                      End: true,
                    },
                  },
                },
                End: true,
              },
            },
          },
        ],
        End: true,
      },
    };
    const ended = await run(states, { id: 'j1', inner: { list: ['a', 'b'], rest: true } });
    expect(ended.output).toEqual([
      { id: 'j1', name: expect.any(String), machine: 'machine' },
      [
        { all: { id: 'j1', at: 0, v: 'a', rest: true }, again: 'j1/0' },
        { all: { id: 'j1', at: 1, v: 'b', rest: true }, again: 'j1/1' },
      ],
    ]);
  });
});

describe.concurrent('local Step Functions: Map', () => {
  const map = (more: object = {}) => ({
    M: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'T', States: { T: task('work') } },
      End: true,
      ...more,
    },
    D: DONE,
  });

  it('keeps the order and never runs more than MaxConcurrency items at once', async () => {
    let now = 0;
    let most = 0;
    const work: TestFunction = async ({ i }) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      now -= 1;
      return i;
    };
    const items = Array.from({ length: 20 }, (_, i) => ({ i }));
    const { output } = await run({ M: map({ MaxConcurrency: 3 }).M }, { items }, { work });
    expect(output).toEqual(items.map(({ i }) => i));
    expect(most).toBe(3);
  });

  it('accepts an empty list and refuses what is not a list', async () => {
    expect((await run({ M: map().M }, { items: [] })).output).toEqual([]);
    expect(await run({ M: map().M }, { items: 3 })).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
    });
  });

  it('starts no further item after one has failed, keeps the error name, and can catch it', async () => {
    const seen: unknown[] = [];
    const state = map({
      MaxConcurrency: 2,
      Catch: [{ ErrorEquals: ['Broken'], ResultPath: '$.error', Next: 'D' }],
    });
    const work: TestFunction = async ({ i }) => {
      seen.push(i);
      await new Promise((resolve) => setTimeout(resolve, i === 1 ? 5 : 50));
      if (i === 1) throw namedError('Broken');
      return i;
    };
    const items = Array.from({ length: 10 }, (_, i) => ({ i }));
    const { output } = await run(state, { items }, { work });
    expect(output).toMatchObject({ items, error: { Error: 'Broken' } });
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(seen).toEqual([0, 1]);
  });

  it('retries inside an item without touching the others', async () => {
    const calls: unknown[] = [];
    const states = map();
    states.M.ItemProcessor.States.T = task('work', {
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 1, MaxAttempts: 1 }],
      End: true,
    });
    const { output } = await run(
      { M: states.M },
      { items: [{ i: 0 }, { i: 1 }] },
      {
        work: ({ i }) => {
          calls.push(i);
          if (i === 0 && calls.length < 3) throw namedError('Busy');
          return i;
        },
      },
    );
    expect(output).toEqual([0, 1]);
    expect(calls).toEqual([0, 1, 0]);
  });
});
