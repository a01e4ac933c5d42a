import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { apiErrors } from '../../../shared/engine/api-errors.ts';
import { hashParameter } from '../../../shared/engine/hash-parameter.ts';
import { jsonAnswer } from '../../../shared/engine/json-answer.ts';
import { EngineRefusal } from '../../../shared/errors/engine-refusal.ts';
import { getRemote } from '../../../shared/mvsep/contract/get-remote.ts';
import { getSeparation } from '../../../shared/mvsep/contract/get-separation.ts';
import { apiEvent } from './form-event.ts';

const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'f',
  functionVersion: '1',
  invokedFunctionArn: 'arn',
  memoryLimitInMB: '128',
  awsRequestId: 'r',
  logGroupName: 'g',
  logStreamName: 's',
  getRemainingTimeInMillis: () => 10_000,
  done() {},
  fail() {},
  succeed() {},
};

async function call(
  answer: () => APIGatewayProxyStructuredResultV2,
  extra?: Parameters<typeof apiErrors>[1],
) {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(apiErrors(log, extra))
    .handler(async () => answer());
  return { result: await handler(apiEvent({}), context), log };
}

describe('apiErrors', () => {
  it('lets an answer pass', async () => {
    const { result } = await call(() => jsonAnswer(200, []));
    expect(result).toMatchObject({ statusCode: 200, body: '[]' });
  });

  it('says a refusal in all three places where clients look', async () => {
    const { result, log } = await call(() => {
      throw new EngineRefusal(401, 'invalid token');
    });
    expect(result.statusCode).toBe(401);
    expect(JSON.parse(result.body ?? '')).toEqual({
      success: false,
      errors: ['invalid token'],
      message: 'invalid token',
      data: { message: 'invalid token' },
    });
    expect(log.error).not.toHaveBeenCalled();
  });

  it('says nothing of its inside when it fails, but logs it', async () => {
    const failure = new Error('table engine-x is throttled');
    const { result, log } = await call(() => {
      throw failure;
    });
    expect(result.statusCode).toBe(500);
    expect(result.body).not.toContain('engine-x');
    expect(log.error).toHaveBeenCalledWith(expect.any(String), { error: failure });
  });
});

describe('apiErrors of get and get-remote', () => {
  it('names a status that makes clients ask again, beside the three places', async () => {
    const { result } = await call(
      () => {
        throw new Error('throttled');
      },
      { status: 'unavailable' },
    );
    const body = JSON.parse(result.body ?? '');
    const message = body.message;
    expect(body).toEqual({
      success: false,
      status: 'unavailable',
      errors: [message],
      message,
      data: { message },
    });
    expect(getSeparation.answer.parse(body).kind).not.toBe('failed');
    expect(getRemote.answer.parse(body).kind).not.toBe('failed');
  });
});

describe.each([
  ['get', () => import('../../../functions/engine/get-separation/handler.ts')],
  ['get-remote', () => import('../../../functions/engine/get-remote-separation/handler.ts')],
])('the handler of %s', (_, load) => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('answers 500 with that status when its table cannot be reached', async () => {
    vi.stubEnv('SEPARATIONS_TABLE', 'separations');
    vi.stubEnv('ENGINE_URL', 'https://engine.example');
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    // Nobody listens on port 1.
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', 'http://127.0.0.1:1');
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
    const { handler } = await load();
    const result = await handler(apiEvent({ query: { hash: 'abc' } }), context);
    expect(result.statusCode).toBe(500);
    expect(JSON.parse(result.body ?? '')).toMatchObject({ success: false, status: 'unavailable' });
  });
});

describe('hashParameter', () => {
  it('reads the hash of a query, and takes a missing or endless one as none', () => {
    expect(hashParameter(apiEvent({ query: { hash: ' abc ' } }))).toBe('abc');
    expect(hashParameter(apiEvent({}))).toBe('');
    expect(hashParameter(apiEvent({ query: { hash: 'x'.repeat(2_000) } }))).toBe('');
    expect(hashParameter(apiEvent({ query: { hash: '界'.repeat(1_000) } }))).toBe('');
    expect(hashParameter(apiEvent({ query: { hash: '界'.repeat(100) } }))).toBe('界'.repeat(100));
  });
});
