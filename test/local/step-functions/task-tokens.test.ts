import { afterEach, describe, expect, it } from 'vitest';
import { AwsServiceError } from '../../../infra/local/aws-service-error.ts';
import type { Authorize } from '../../../infra/local/principal.ts';
import {
  type Bench,
  functionArn,
  MACHINE_ARN,
  namedError,
  openBench,
  type TestFunction,
} from './step-functions-bench.ts';

let bench: Bench | undefined;
afterEach(() => bench?.close());

function waiting(more: object = {}): object {
  return {
    StartAt: 'W',
    States: {
      W: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: {
          FunctionName: functionArn('register'),
          Payload: { 'token.$': '$$.Task.Token', 'id.$': '$.id' },
        },
        End: true,
        ...more,
      },
      D: { Type: 'Pass', End: true },
    },
  };
}

const CAUGHT = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'D' }] };

async function open(definition: object, register?: TestFunction, authorize?: Authorize) {
  const tokens: string[] = [];
  const opened = await openBench({
    definition,
    functions: {
      register:
        register ??
        (({ token }) => {
          tokens.push(String(token));
        }),
    },
    ...(authorize === undefined ? {} : { authorize }),
  });
  bench = opened;
  const token = async (count = 1): Promise<string> => {
    await expect.poll(() => tokens, { timeout: 5000 }).toHaveLength(count);
    return tokens.at(-1) ?? '';
  };
  return { ...opened, token };
}

describe('a task that waits for its token', () => {
  it('goes on with the output of SendTaskSuccess', async () => {
    const { client, start, ended, token } = await open(waiting({ ...CAUGHT }));
    const executionArn = await start({ id: 1 });
    const taskToken = await token();
    await client.sendTaskHeartbeat({ taskToken });
    expect(await client.describeExecution({ executionArn })).toMatchObject({ status: 'RUNNING' });
    await client.sendTaskSuccess({ taskToken, output: '{"done":true}' });
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"done":true}' });
  });

  it('fails with the error and cause of SendTaskFailure, which Catch takes', async () => {
    const { client, start, ended, token } = await open(waiting(CAUGHT));
    const executionArn = await start({ id: 1 });
    await client.sendTaskFailure({
      taskToken: await token(),
      error: 'SeparationFailed',
      cause: 'no credits',
    });
    const { output } = await ended(executionArn);
    expect(JSON.parse(output ?? '')).toEqual({ Error: 'SeparationFailed', Cause: 'no credits' });
  });

  it('takes an answer that comes before the function has returned, even if the function fails then', async () => {
    const register: TestFunction = async ({ token }) => {
      await bench?.client.sendTaskSuccess({ taskToken: String(token), output: '"early"' });
      throw namedError('Late');
    };
    const { run, history } = await open(waiting(CAUGHT), register);
    const ended = await run({ id: 1 });
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '"early"' });
    const types = (await history(ended.executionArn ?? '')).map(({ type }) => type);
    expect(types).toContain('TaskSucceeded');
    expect(types).not.toContain('TaskFailed');
  });

  it('fails when its function fails', async () => {
    const { run } = await open(waiting(CAUGHT), () => {
      throw namedError('CannotRegister');
    });
    const { output } = await run({ id: 1 });
    expect(JSON.parse(output ?? '')).toMatchObject({ Error: 'CannotRegister' });
  });

  it('gets a token of its own with each attempt; the one before is over', async () => {
    const retry = { Retry: [{ ErrorEquals: ['Again'], IntervalSeconds: 1, MaxAttempts: 1 }] };
    const { client, start, ended, token } = await open(waiting({ ...retry, ...CAUGHT }));
    const executionArn = await start({ id: 1 });
    const first = await token();
    await client.sendTaskFailure({ taskToken: first, error: 'Again' });
    const second = await token(2);
    expect(second).not.toBe(first);
    await expect(client.sendTaskSuccess({ taskToken: first, output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    await client.sendTaskSuccess({ taskToken: second, output: '2' });
    expect(await ended(executionArn)).toMatchObject({ output: '2' });
  });

  it('times out, and its token with it', async () => {
    const { client, run, token } = await open(waiting({ TimeoutSeconds: 1, ...CAUGHT }));
    const { output } = await run({ id: 1 });
    expect(JSON.parse(output ?? '')).toMatchObject({ Error: 'States.Timeout' });
    await expect(client.sendTaskHeartbeat({ taskToken: await token() })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  it('keeps 200 waiting executions apart', async () => {
    const byId = new Map<unknown, string>();
    const { client, start, ended } = await open(
      waiting(CAUGHT),
      ({ id, token }) => void byId.set(id, String(token)),
    );
    const arns = await Promise.all(Array.from({ length: 200 }, (_, id) => start({ id })));
    await expect.poll(() => byId.size, { timeout: 5000 }).toBe(200);
    await Promise.all(
      [...byId].map(([id, taskToken]) =>
        client.sendTaskSuccess({ taskToken, output: JSON.stringify({ id }) }),
      ),
    );
    for (const [id, arn] of arns.entries())
      expect(await ended(arn)).toMatchObject({ output: JSON.stringify({ id }) });
  });
});

describe('the answer to a token', () => {
  it('refuses a second answer and one after the execution was stopped', async () => {
    const { client, start, token } = await open(waiting(CAUGHT));
    await start({ id: 1 });
    const first = await token();
    await client.sendTaskSuccess({ taskToken: first, output: '1' });
    for (const call of [
      client.sendTaskSuccess({ taskToken: first, output: '1' }),
      client.sendTaskFailure({ taskToken: first }),
      client.sendTaskHeartbeat({ taskToken: first }),
    ]) {
      await expect(call).rejects.toMatchObject({ name: 'TaskTimedOut' });
    }
    const executionArn = await start({ id: 2 });
    const second = await token(2);
    await client.stopExecution({ executionArn });
    await expect
      .poll(() => client.sendTaskHeartbeat({ taskToken: second }).catch((error: Error) => error.name))
      .toBe('TaskTimedOut');
  });

  it('refuses what is not a token, and output that is not JSON without using up the token', async () => {
    const { client, start, ended, token } = await open(waiting(CAUGHT));
    for (const taskToken of ['nonsense', Buffer.from('["arn:x","y"]').toString('base64url')]) {
      await expect(client.sendTaskSuccess({ taskToken, output: '1' })).rejects.toMatchObject({
        name: 'InvalidToken',
      });
      await expect(client.sendTaskFailure({ taskToken })).rejects.toMatchObject({ name: 'InvalidToken' });
    }
    const executionArn = await start({ id: 1 });
    const taskToken = await token();
    await expect(client.sendTaskSuccess({ taskToken, output: '{' })).rejects.toMatchObject({
      name: 'InvalidOutput',
    });
    await client.sendTaskSuccess({ taskToken, output: '3' });
    expect(await ended(executionArn)).toMatchObject({ output: '3' });
  });

  it('needs the right on the machine of the token', async () => {
    const asked: string[] = [];
    const { client, start, token } = await open(waiting(CAUGHT), undefined, (_, action, resource) => {
      asked.push(`${action} ${resource}`);
      if (action.startsWith('states:SendTask')) throw new AwsServiceError('AccessDenied', 'no', 403);
    });
    await start({ id: 1 });
    await expect(client.sendTaskSuccess({ taskToken: await token(), output: '1' })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    expect(asked).toContain(`states:SendTaskSuccess ${MACHINE_ARN}`);
  });
});
