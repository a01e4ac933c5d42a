import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalLambda, type LocalLambda } from '../../../infra/local/lambda/local-lambda.ts';
import {
  createLocalStepFunctions,
  type LocalStepFunctions,
} from '../../../infra/local/step-functions/local-step-functions.ts';
import { functionFolder } from '../lambda/function-folder.ts';
import { functionArn, OPERATOR, task } from './step-functions-bench.ts';

const directory = functionFolder({
  'index.mjs': `
    export const handler = async ({ wait, error }) => {
      if (error) throw Object.assign(new Error('as asked'), { name: error });
      await new Promise((resolve) => setTimeout(resolve, wait));
      return wait;
    };`,
});

const DEFINITIONS = {
  queue: {
    StartAt: 'M',
    States: {
      M: {
        Type: 'Map',
        ItemProcessor: { StartAt: 'T', States: { T: task('f', { TimeoutSeconds: 1, End: true }) } },
        End: true,
      },
    },
  },
  catching: {
    StartAt: 'T',
    States: {
      T: task('f', {
        Catch: [
          { ErrorEquals: ['Sandbox.Timedout'], Next: 'Timed out' },
          { ErrorEquals: ['StemError'], Next: 'Stem' },
        ],
        End: true,
      }),
      'Timed out': { Type: 'Pass', Result: 'timed out', End: true },
      Stem: { Type: 'Pass', Parameters: { 'cause.$': 'States.StringToJson($.Cause)' }, End: true },
    },
  },
};

let lambda: LocalLambda;
let service: LocalStepFunctions;
beforeAll(async () => {
  lambda = await createLocalLambda({
    functions: [
      {
        name: 'f',
        arn: functionArn('f'),
        directory,
        handler: 'index.handler',
        timeoutSeconds: 1,
        memoryMegabytes: 128,
        environment: {},
        credentials: { accessKeyId: 'A', secretAccessKey: 'S' },
        reservedConcurrency: 1,
      },
    ],
    environment: {},
    log: () => {},
    onReport: () => {},
  });
  service = createLocalStepFunctions({
    machines: Object.entries(DEFINITIONS).map(([name, definition]) => ({
      arn: machineArn(name),
      name,
      definition,
      roleName: 'MachineRole',
    })),
    invokeLambda: (arn, payload, _role, onStart) => lambda.invoke(arn, payload, onStart),
    authorize: () => {},
    publish: () => {},
    directory: mkdtempSync(path.join(tmpdir(), 'local-step-functions-')),
  });
});
afterAll(async () => {
  await service.stop();
  await lambda.stop();
});

function machineArn(name: string): string {
  return `arn:aws:states:eu-west-1:000000000000:stateMachine:${name}`;
}

async function run(name: string, input: unknown): Promise<object> {
  const start = {
    stateMachineArn: machineArn(name),
    name: 'one-'.concat(crypto.randomUUID()),
    input: JSON.stringify(input),
  };
  const { executionArn } = { executionArn: '', ...(await service.call('StartExecution', start, OPERATOR)) };
  const describe = () => service.call('DescribeExecution', { executionArn }, OPERATOR);
  await expect.poll(describe, { timeout: 45_000 }).not.toMatchObject({ status: 'RUNNING' });
  return describe();
}

describe('local Step Functions with local Lambda', () => {
  it('does not count against a task the time its call waits for a free environment', async () => {
    const waits = Array.from({ length: 5 }, () => ({ wait: 400 }));
    expect(await run('queue', waits)).toMatchObject({ status: 'SUCCEEDED', output: '[400,400,400,400,400]' });
  });

  it('catches the timeout of a function by Lambda’s name for it', async () => {
    expect(await run('catching', { wait: 5000 })).toMatchObject({ output: '"timed out"' });
  });

  it('catches a function’s own error and gives its type, message and trace', async () => {
    const { output } = { output: '', ...(await run('catching', { error: 'StemError' })) };
    expect(JSON.parse(output)).toMatchObject({
      cause: { errorType: 'StemError', errorMessage: 'as asked', trace: expect.any(Array) },
    });
  });
});
