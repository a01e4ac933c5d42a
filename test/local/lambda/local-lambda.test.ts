import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FunctionConfig } from '../../../infra/local/lambda/function-config.ts';
import type { InvocationReport } from '../../../infra/local/lambda/invocation-report.ts';
import { createLocalLambda, type LocalLambda } from '../../../infra/local/lambda/local-lambda.ts';
import { functionFolder } from './function-folder.ts';

const HANDLER = `
let served = 0;
export const handler = async (event, context) => {
  served += 1;
  switch (event.do) {
    case 'echo': return event;
    case 'nothing': return undefined;
    case 'environment': return { ...process.env, cwd: process.cwd() };
    case 'context': return { ...context, remaining: context.getRemainingTimeInMillis() };
    case 'served': return { served, pid: process.pid };
    case 'fail': { const error = new TypeError('no such stem'); error.name = 'StemError'; throw error; }
    case 'throw text': throw 'plain text';
    case 'reject unseen': void Promise.reject(new Error('nobody looks')); return new Promise(() => {});
    case 'throw later': setTimeout(() => { throw new RangeError('later'); }, 1); return new Promise(() => {});
    case 'exit': process.exit(event.code);
    case 'hang': return new Promise(() => {});
    case 'spin': for (;;);
    case 'large': return 'x'.repeat(event.length);
    case 'circular': { const a = {}; a.a = a; return a; }
    case 'hoard': { const kept = []; for (;;) kept.push(new Array(100000).fill(served)); }
    case 'say': console.log('to out'); console.error('to err'); return null;
    case 'big number': return 1n;
    case 'allocate': Buffer.alloc(event.bytes, 1); return null;
  }
};
export const nested = { handler: async () => 'nested' };
export const callbackHandler = (event, context, callback) => callback(null, 'old');
export const notFunction = 3;
`;

const reports: InvocationReport[] = [];
const lines: string[] = [];

function config(name: string, handler: string, more: Partial<FunctionConfig> = {}): FunctionConfig {
  return {
    name,
    arn: `arn:aws:lambda:eu-west-1:000000000000:function:${name}`,
    directory: folder,
    handler,
    timeoutSeconds: 5,
    memoryMegabytes: 128,
    environment: { STAGE: 'test' },
    credentials: { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local-secret' },
    ...more,
  };
}

const folder = functionFolder({
  'index.mjs': HANDLER,
  'broken.mjs': 'export const handler = (;',
  'missing.mjs': "import 'no-such-package'; export const handler = async () => {};",
  'throws.mjs': "throw new RangeError('at load');",
  'common.cjs': "exports.handler = async () => 'from CommonJS';",
});

let lambda: LocalLambda;
beforeAll(async () => {
  lambda = await createLocalLambda({
    functions: [
      config('main', 'index.handler'),
      config('short', 'index.handler', { timeoutSeconds: 1 }),
      config('nested', 'index.nested.handler'),
      config('callback', 'index.callbackHandler'),
      config('absent', 'index.absent'),
      config('not-function', 'index.notFunction'),
      config('no-file', 'nowhere.handler'),
      config('malformed', 'index'),
      config('broken', 'broken.handler'),
      config('missing', 'missing.handler'),
      config('throws', 'throws.handler'),
      config('common', 'common.handler'),
      config('refused', 'index.handler', { reservedConcurrency: 0 }),
    ],
    environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'eu-west-1' },
    log: (name, line) => lines.push(`${name}: ${line}`),
    onReport: (report) => reports.push(report),
  });
});
afterAll(() => lambda.stop());

describe('local Lambda: what a function returns', () => {
  it('passes the event in and the result out', async () => {
    const event = { do: 'echo', text: 'naïve ☕', list: [1, null, false] };
    expect(await lambda.invoke('main', event)).toEqual({ payload: event });
  });

  it('answers null for a handler that returns nothing', async () => {
    expect(await lambda.invoke('main', { do: 'nothing' })).toEqual({ payload: null });
  });

  it('accepts the name, the ARN and a qualifier, and refuses a function it does not have', async () => {
    const { arn } = config('main', 'index.handler');
    for (const name of ['main', arn, `${arn}:$LATEST`, 'main:$LATEST']) {
      expect(await lambda.invoke(name, { do: 'echo' })).toEqual({ payload: { do: 'echo' } });
    }
    await expect(lambda.invoke('other', {})).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
    });
  });

  it('loads CommonJS files and nested exports', async () => {
    expect(await lambda.invoke('common', {})).toEqual({ payload: 'from CommonJS' });
    expect(await lambda.invoke('nested', {})).toEqual({ payload: 'nested' });
  });

  it('gives the variables of Lambda and the function, and none of the host', async () => {
    process.env.SECRET_OF_THE_HOST = 'do not pass on';
    const result = await lambda.invoke('main', { do: 'environment' });
    expect(result).toMatchObject({
      payload: {
        AWS_LAMBDA_FUNCTION_NAME: 'main',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'AKIALOCAL',
        AWS_SECRET_ACCESS_KEY: 'local-secret',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        LAMBDA_TASK_ROOT: folder,
        _HANDLER: 'index.handler',
        STAGE: 'test',
        cwd: folder,
      },
    });
    expect(JSON.stringify(result)).not.toContain('do not pass on');
  });

  it('gives a context with the request id and the remaining time', async () => {
    const { payload } = { payload: undefined, ...(await lambda.invoke('main', { do: 'context' })) };
    expect(payload).toMatchObject({
      functionName: 'main',
      memoryLimitInMB: '128',
      functionVersion: '$LATEST',
    });
    expect(payload).toMatchObject({ awsRequestId: reports.at(-1)?.requestId });
    expect(payload).toMatchObject({ remaining: expect.toSatisfy((ms: number) => ms > 3000 && ms <= 5000) });
  });

  it('forwards each line of output', async () => {
    await lambda.invoke('main', { do: 'say' });
    await expect
      .poll(() => lines, { timeout: 5000 })
      .toEqual(expect.arrayContaining(['main: to out', 'main: to err']));
  });

  it('reports duration, peak memory, and the init of a cold start only', async () => {
    await lambda.invoke('main', { do: 'echo' });
    const before = reports.at(-1);
    await lambda.invoke('main', { do: 'allocate', bytes: 80_000_000 });
    const after = reports.at(-1);
    expect(after).toMatchObject({ functionName: 'main', durationMs: expect.any(Number) });
    expect(after?.initMs).toBeUndefined();
    expect(
      reports.filter((report) => report.functionName === 'main' && report.initMs !== undefined),
    ).not.toEqual([]);
    if (process.platform === 'linux') {
      expect(before?.maxMemoryMegabytes).toBeLessThan(110);
      expect(after?.maxMemoryMegabytes).toBeGreaterThan(110);
    }
  });
});

describe('local Lambda: how a function fails', () => {
  it.each([
    ['a thrown error', { do: 'fail' }, 'StemError', 'no such stem'],
    ['a thrown text', { do: 'throw text' }, 'string', 'plain text'],
    ['a result that is not JSON', { do: 'circular' }, 'Runtime.MarshalError', /circular/],
    [
      'an unseen rejection',
      { do: 'reject unseen' },
      'Runtime.UnhandledPromiseRejection',
      'Error: nobody looks',
    ],
    ['an error thrown later', { do: 'throw later' }, 'RangeError', 'later'],
    ['an exit', { do: 'exit', code: 3 }, 'Runtime.ExitError', /Runtime exited with error: exit status 3$/],
    ['an exit with 0', { do: 'exit', code: 0 }, 'Runtime.ExitError', /exited without providing a reason$/],
  ])('answers %s', async (_, event, errorType, message) => {
    expect(await lambda.invoke('main', event)).toMatchObject({
      error: {
        errorType,
        errorMessage: typeof message === 'string' ? message : expect.stringMatching(message),
      },
    });
    expect(await lambda.invoke('main', { do: 'echo' })).toEqual({ payload: { do: 'echo' } });
  });

  it('gives the trace of an error', async () => {
    expect(await lambda.invoke('main', { do: 'fail' })).toMatchObject({
      error: { trace: expect.arrayContaining([expect.stringContaining('index.mjs')]) },
    });
  });

  it.each(['hang', 'spin'])(
    'kills a function that does %s past its timeout, and starts a new one',
    async (what) => {
      expect(await lambda.invoke('short', { do: what })).toMatchObject({
        error: {
          errorType: 'Sandbox.Timedout',
          errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/),
        },
      });
      expect(await lambda.invoke('short', { do: 'served' })).toMatchObject({ payload: { served: 1 } });
    },
  );

  it('ends a function that takes more memory than it has', async () => {
    expect(await lambda.invoke('main', { do: 'hoard' })).toMatchObject({
      error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/signal: aborted$/) },
    });
  });

  it.each([
    ['absent', 'Runtime.HandlerNotFound'],
    ['not-function', 'Runtime.HandlerNotFound'],
    ['no-file', 'Runtime.ImportModuleError'],
    ['missing', 'Runtime.ImportModuleError'],
    ['malformed', 'Runtime.MalformedHandlerName'],
    ['broken', 'Runtime.UserCodeSyntaxError'],
    ['callback', 'Runtime.CallbackHandlerDeprecated'],
    ['throws', 'RangeError'],
  ])('answers %s with %s, every time', async (name, errorType) => {
    expect(await lambda.invoke(name, {})).toMatchObject({ error: { errorType } });
    expect(await lambda.invoke(name, {})).toMatchObject({ error: { errorType } });
  });

  it('accepts payloads up to 6 MiB and refuses larger ones, both ways', async () => {
    const text = 'x'.repeat(6_291_456 - '{"do":"served","text":""}'.length);
    expect(await lambda.invoke('main', { do: 'served', text })).toHaveProperty('payload');
    await expect(lambda.invoke('main', { do: 'served', text: `${text}x` })).rejects.toMatchObject({
      code: 'RequestTooLargeException',
      status: 413,
    });
    expect(await lambda.invoke('main', { do: 'large', length: 6_291_554 })).toHaveProperty('payload');
    expect(await lambda.invoke('main', { do: 'large', length: 6_291_555 })).toMatchObject({
      error: { errorType: 'Function.ResponseSizeTooLarge' },
    });
  });

  it('refuses every call of a function with reserved concurrency 0', async () => {
    await expect(lambda.invoke('refused', {})).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      status: 429,
    });
  });
});
