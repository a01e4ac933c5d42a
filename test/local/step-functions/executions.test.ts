import { afterEach, describe, expect, it } from 'vitest';
import { AwsServiceError } from '../../../infra/local/aws-service-error.ts';
import type { Principal } from '../../../infra/local/principal.ts';
import { type Bench, functionArn, MACHINE_ARN, namedError, openBench, task } from './step-functions-bench.ts';

let bench: Bench | undefined;
afterEach(() => bench?.close());

const PASS = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
const HANG = { StartAt: 'T', States: { T: task('hang') } };
const hang = () => new Promise(() => {});

async function open(options: Parameters<typeof openBench>[0]): Promise<Bench> {
  bench = await openBench(options);
  return bench;
}

describe('StartExecution', () => {
  it('accepts a repeated start with the same name and input while it runs, and refuses a different input', async () => {
    const { client } = await open({ definition: HANG, functions: { hang } });
    const request = { stateMachineArn: MACHINE_ARN, name: 'job-1', input: '{"a":1}' };
    const first = await client.startExecution(request);
    expect(first.executionArn).toBe('arn:aws:states:eu-west-1:000000000000:execution:machine:job-1');
    expect(await client.startExecution(request)).toMatchObject({
      executionArn: first.executionArn,
      startDate: first.startDate,
    });
    await expect(client.startExecution({ ...request, input: '{"a":2}' })).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  it('refuses the name of an execution that has ended, even with the same input', async () => {
    const { run, client } = await open({ definition: PASS });
    await run({ a: 1 }, 'job-1');
    await expect(
      client.startExecution({ stateMachineArn: MACHINE_ARN, name: 'job-1', input: '{"a":1}' }),
    ).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it.each(['a b', 'a/b', 'a:b', 'a*', '', 'x'.repeat(81), 'a\u0000'])('refuses the name %j', async (name) => {
    const { client } = await open({ definition: PASS });
    await expect(client.startExecution({ stateMachineArn: MACHINE_ARN, name })).rejects.toMatchObject({
      name: 'InvalidName',
    });
  });

  it.each(['a-b_c.d=1', 'x'.repeat(80), 'näme'])('accepts the name %j', async (name) => {
    const { run } = await open({ definition: PASS });
    expect(await run({}, name)).toMatchObject({ status: 'SUCCEEDED', name });
  });

  it('refuses an unknown machine, input that is not JSON, and input over 256 KiB', async () => {
    const { client } = await open({ definition: PASS });
    await expect(client.startExecution({ stateMachineArn: `${MACHINE_ARN}2` })).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    for (const input of ['{', `"${'x'.repeat(262_143)}"`]) {
      await expect(client.startExecution({ stateMachineArn: MACHINE_ARN, input })).rejects.toMatchObject({
        name: 'InvalidExecutionInput',
      });
    }
  });
});

describe('StopExecution', () => {
  it('ends a running execution as ABORTED with its reason, and changes nothing in one that has ended', async () => {
    const { client, start, ended, events } = await open({ definition: HANG, functions: { hang } });
    const executionArn = await start({});
    await client.stopExecution({ executionArn, error: 'Cancelled', cause: 'by hand' });
    await client.stopExecution({ executionArn, error: 'Again' });
    expect(await ended(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Cancelled',
      cause: 'by hand',
    });
    expect(events.map((event) => event.detail.status)).toEqual(['RUNNING', 'ABORTED']);
  });

  it('starts no further item of a Map and no further attempt of a retry', async () => {
    let calls = 0;
    const definition = {
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          MaxConcurrency: 1,
          ItemProcessor: {
            StartAt: 'T',
            States: {
              T: task('bad', { Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1 }], End: true }),
            },
          },
          End: true,
        },
      },
    };
    const functions = {
      bad: () => {
        calls += 1;
        throw namedError('Busy');
      },
    };
    const { client, start, ended } = await open({ definition, functions });
    const executionArn = await start([1, 2, 3]);
    await expect.poll(() => calls, { timeout: 5000 }).toBe(1);
    await client.stopExecution({ executionArn });
    expect(await ended(executionArn)).toMatchObject({ status: 'ABORTED' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(calls).toBe(1);
  });
});

describe('DescribeExecution, ListExecutions and GetExecutionHistory', () => {
  it('describes input, output and dates', async () => {
    const { run } = await open({ definition: PASS });
    const ended = await run({ a: 1 });
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '{"a":1}',
      stateMachineArn: MACHINE_ARN,
    });
    expect(ended.stopDate?.getTime()).toBeGreaterThanOrEqual(ended.startDate?.getTime() ?? 0);
  });

  it('refuses an execution that does not exist', async () => {
    const { client } = await open({ definition: PASS });
    const request = { executionArn: `${MACHINE_ARN}:none` };
    for (const call of [
      client.describeExecution(request),
      client.stopExecution(request),
      client.getExecutionHistory(request),
    ]) {
      await expect(call).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    }
  });

  it('lists the newest first, in pages, and by status', async () => {
    const { client, run } = await open({
      definition: {
        StartAt: 'C',
        States: {
          C: {
            Type: 'Choice',
            Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'P' }],
            Default: 'F',
          },
          P: { Type: 'Succeed' },
          F: { Type: 'Fail' },
        },
      },
    });
    for (let i = 0; i < 5; i += 1) await run({ ok: i !== 2 }, `e${i}`);
    const names: (string | undefined)[] = [];
    let nextToken: string | undefined;
    let pages = 0;
    do {
      const page = await client.listExecutions({ stateMachineArn: MACHINE_ARN, maxResults: 2, nextToken });
      names.push(...(page.executions ?? []).map(({ name }) => name));
      nextToken = page.nextToken;
      pages += 1;
    } while (nextToken !== undefined);
    expect(names).toEqual(['e4', 'e3', 'e2', 'e1', 'e0']);
    expect(pages).toBe(3);
    const failed = await client.listExecutions({ stateMachineArn: MACHINE_ARN, statusFilter: 'FAILED' });
    expect(failed.executions).toMatchObject([{ name: 'e2', status: 'FAILED' }]);
    await expect(
      client.listExecutions({ stateMachineArn: MACHINE_ARN, nextToken: 'nonsense' }),
    ).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  it('writes the events of AWS in their order, in pages and in reverse', async () => {
    const definition = { StartAt: 'A', States: { A: task('one', { Next: 'B' }), B: { Type: 'Succeed' } } };
    const { client, run, history, service } = await open({ definition, functions: { one: () => 1 } });
    const { executionArn = '' } = await run({});
    const types = [
      'ExecutionStarted',
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ];
    const events = await history(executionArn);
    expect(events.map(({ type }) => type)).toEqual(types);
    expect(events.map(({ id }) => id)).toEqual(types.map((_, i) => i + 1));
    expect(events[1]?.stateEnteredEventDetails).toMatchObject({ name: 'A', input: '{}' });
    expect(service.countStateTransitions(executionArn)).toBe(2);
    const page = await client.getExecutionHistory({ executionArn, reverseOrder: true, maxResults: 2 });
    const next = await client.getExecutionHistory({
      executionArn,
      reverseOrder: true,
      maxResults: 2,
      nextToken: page.nextToken,
    });
    expect([...(page.events ?? []), ...(next.events ?? [])].map(({ type }) => type)).toEqual(
      types.toReversed().slice(0, 4),
    );
    const bare = await client.getExecutionHistory({ executionArn, includeExecutionData: false });
    expect(JSON.stringify(bare.events)).not.toContain('"input"');
  });

  it('describes and lists the machines', async () => {
    const { client } = await open({ definition: PASS });
    const described = await client.describeStateMachine({ stateMachineArn: MACHINE_ARN });
    expect(described).toMatchObject({
      name: 'machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      roleArn: 'arn:aws:iam::000000000000:role/MachineRole',
    });
    expect(JSON.parse(described.definition ?? '')).toEqual(PASS);
    expect((await client.listStateMachines({})).stateMachines).toMatchObject([
      { stateMachineArn: MACHINE_ARN },
    ]);
  });

  it('refuses an operation it does not have, by name', async () => {
    const { client } = await open({ definition: PASS });
    await expect(client.createActivity({ name: 'x' })).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('CreateActivity'),
    });
  });
});

describe('status events', () => {
  it('publishes the start and the end in the envelope of aws.states', async () => {
    const { run, events } = await open({
      definition: { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'E', Cause: 'C' } } },
    });
    const { executionArn } = await run({ a: 1 }, 'job-1');
    expect(events).toMatchObject([
      {
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        resources: [executionArn],
        detail: {
          executionArn,
          stateMachineArn: MACHINE_ARN,
          name: 'job-1',
          status: 'RUNNING',
          input: '{"a":1}',
          stopDate: null,
        },
      },
      { detail: { status: 'FAILED', error: 'E', cause: 'C', stopDate: expect.any(Number) } },
    ]);
  });
});

describe('authorization', () => {
  const caller: Principal = { accessKeyId: 'R', kind: 'role', name: 'CallerRole' };

  it('asks for the right on the machine or the execution, and refuses without it', async () => {
    const asked: string[] = [];
    const { client } = await open({
      definition: PASS,
      caller,
      authorize: (principal, action, resource) => {
        asked.push(`${principal.name} ${action} ${resource}`);
        if (action !== 'states:StartExecution')
          throw new AwsServiceError('AccessDenied', `no ${action}`, 403);
      },
    });
    const { executionArn = '' } = await client.startExecution({ stateMachineArn: MACHINE_ARN, name: 'a' });
    await expect(client.describeExecution({ executionArn })).rejects.toThrow('no states:DescribeExecution');
    await expect(client.stopExecution({ executionArn })).rejects.toThrow('no states:StopExecution');
    await expect(client.getExecutionHistory({ executionArn })).rejects.toThrow(
      'no states:GetExecutionHistory',
    );
    await expect(client.listExecutions({ stateMachineArn: MACHINE_ARN })).rejects.toThrow(
      'no states:ListExecutions',
    );
    expect(asked).toEqual([
      `CallerRole states:StartExecution ${MACHINE_ARN}`,
      `CallerRole states:DescribeExecution ${executionArn}`,
      `CallerRole states:StopExecution ${executionArn}`,
      `CallerRole states:GetExecutionHistory ${executionArn}`,
      `CallerRole states:ListExecutions ${MACHINE_ARN}`,
    ]);
  });

  it('fails a task whose machine may not invoke the function, naming role, action and function', async () => {
    const { run } = await open({
      definition: { StartAt: 'T', States: { T: task('f') } },
      functions: { f: () => 1 },
      authorize: (principal, action, resource) => {
        if (principal.kind !== 'role') return;
        throw new AwsServiceError('AccessDenied', `${principal.name} may not ${action} on ${resource}`, 403);
      },
    });
    expect(await run({})).toMatchObject({
      status: 'FAILED',
      error: 'Lambda.AccessDeniedException',
      cause: expect.stringContaining(`MachineRole may not lambda:InvokeFunction on ${functionArn('f')}`),
    });
  });
});

describe('a restart', () => {
  it('keeps what has ended and runs what was running again from its first state, under the same ARN', async () => {
    const definition = { StartAt: 'A', States: { A: task('first', { Next: 'B' }), B: task('second') } };
    let firsts = 0;
    const first = () => {
      firsts += 1;
      return 'first';
    };
    const before = await open({ definition, functions: { first, second: ({ done }) => done ?? hang() } });
    const executionArn = await before.start({ id: 1 }, 'job-1');
    await expect.poll(() => before.service.countStateTransitions(executionArn), { timeout: 5000 }).toBe(2);
    await before.close();

    const after = await open({
      definition,
      functions: { first, second: () => 'second' },
      directory: before.directory,
    });
    expect(await after.client.describeExecution({ executionArn })).toMatchObject({ status: 'RUNNING' });
    after.service.resume();
    expect(await after.ended(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '"second"',
      redriveCount: 1,
    });
    expect(firsts).toBe(2);
    const events = await after.history(executionArn);
    expect(events.map(({ type }) => type)).toContain('ExecutionRedriven');
    expect(events.map(({ id }) => id)).toEqual(events.map((_, i) => i + 1));
    expect(after.events.map((event) => event.detail.status)).toEqual(['SUCCEEDED']);
    await after.close();

    const third = await open({ definition, directory: before.directory });
    third.service.resume();
    expect(await third.client.describeExecution({ executionArn })).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('many executions at once', () => {
  it('runs 200 to their own ends', async () => {
    const definition = {
      StartAt: 'A',
      States: {
        A: task('work', { Next: 'M' }),
        M: {
          Type: 'Map',
          ItemsPath: '$.list',
          ItemProcessor: { StartAt: 'I', States: { I: task('work') } },
          ResultPath: '$.list',
          End: true,
        },
      },
    };
    const { start, ended, service } = await open({ definition, functions: { work: (event) => event } });
    const arns = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        start(
          {
            n,
            list: [
              { n, i: 0 },
              { n, i: 1 },
            ],
          },
          `many-${n}`,
        ),
      ),
    );
    for (const [n, arn] of arns.entries()) {
      const { status, output } = await ended(arn);
      expect(status).toBe('SUCCEEDED');
      expect(JSON.parse(output ?? '')).toEqual({
        n,
        list: [
          { n, i: 0 },
          { n, i: 1 },
        ],
      });
    }
    expect(service.countStateTransitions()).toBe(800);
  });
});
