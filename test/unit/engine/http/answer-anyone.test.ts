import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAnyone } from '../../../../shared/mvsep/server/answer-anyone.ts';
import { jsonAnswer } from '../../../../shared/mvsep/server/json-answer.ts';
import { apiEvent } from '../form-event.ts';
import { type KeyedTables, startKeyedTables } from '../keyed-tables.ts';
import { lambdaContext } from '../lambda-context.ts';
import { testFrame } from './test-frame.ts';

let tables: KeyedTables;
beforeAll(async () => {
  tables = await startKeyedTables();
});
afterAll(() => tables.stop());

describe('answerAnyone', () => {
  it('answers as many as are allowed, by address, and refuses more', async () => {
    const { frame } = await testFrame(tables, { limit: 1 });
    const handler = answerAnyone(frame, () => jsonAnswer(200, { hello: 'world' }));
    expect(await handler(apiEvent({}), lambdaContext)).toMatchObject({
      statusCode: 200,
      headers: { 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0' },
      body: '{"hello":"world"}',
    });
    expect(await handler(apiEvent({}), lambdaContext)).toMatchObject({
      statusCode: 429,
      headers: { 'retry-after': '30' },
    });
    const elsewhere = apiEvent({ headers: { 'x-forwarded-for': '203.0.113.1, 130.176.0.1' } });
    expect(await handler(elsewhere, lambdaContext)).toMatchObject({ statusCode: 200 });
  });

  it('answers HEAD without a body', async () => {
    const { frame } = await testFrame(tables);
    const handler = answerAnyone(frame, () => jsonAnswer(200, { hello: 'world' }));
    expect(await handler(apiEvent({ method: 'HEAD' }), lambdaContext)).toMatchObject({
      statusCode: 200,
      body: '',
    });
  });
});
