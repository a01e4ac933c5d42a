import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { answerAnyone } from '../../../shared/api/answer/answer-anyone.ts';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { defineOperation, NOTHING } from '../../../shared/api/operation.ts';
import { ApiProblem } from '../../../shared/errors/api-problem.ts';
import { UnknownJob } from '../../../shared/errors/unknown-job.ts';
import { lambdaContext } from '../engine/lambda-context.ts';
import { keptLog } from '../shared/jobs/kept-log.ts';
import { ANN, apiEvent } from './api-event.ts';
import { readProblem } from './read-problem.ts';
import { makeSong } from './sample-operations.ts';

const showSong = defineOperation({
  id: 'showSong',
  method: 'GET',
  path: '/songs',
  answeredBy: 'show-song',
  scope: 'read',
  tag: 'Jobs',
  summary: 'Show a song.',
  purpose: 'For tests alone.',
  parameters: NOTHING,
  query: z.strictObject({ bars: z.coerce.number().default(4) }),
  body: NOTHING,
  status: 200,
  reply: z.object({ title: z.string(), maker: z.object({ name: z.string() }).optional() }),
  examples: [],
});

type Answer = Parameters<
  typeof answerOperation<typeof NOTHING, typeof showSong.query, typeof NOTHING, typeof showSong.reply>
>[2];

/** How a request for the song ends when the use case does this. */
async function answered(answer: Answer, event = apiEvent()) {
  const log = keptLog();
  const result = await answerOperation(showSong, log, answer)(event, lambdaContext);
  return { ...result, lines: log.lines };
}

describe('an operation', () => {
  it('answers the reply of its use case, which knows the caller and what was asked', async () => {
    const asked: unknown[] = [];
    const { statusCode, headers, body } = await answered(
      async (request) => {
        asked.push(request);
        return { title: 'Blue' };
      },
      apiEvent({ query: 'bars=7' }),
    );
    expect([statusCode, body]).toEqual([200, '{"title":"Blue"}']);
    expect(headers).toEqual({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-ratelimit-limit': '600',
      'x-ratelimit-remaining': '597',
    });
    expect(asked).toEqual([{ caller: ANN, parameters: {}, query: { bars: 7 }, body: {} }]);
  });

  it('lets nothing leave that its reply does not name', async () => {
    const record = { title: 'Blue', taskToken: 'secret', maker: { name: 'Ann', password: 'secret' } };
    const { body } = await answered(async () => record);
    expect(JSON.parse(body ?? '')).toEqual({ title: 'Blue', maker: { name: 'Ann' } });
  });

  it('with a reply that is not of its form is a failure of ours, told to the log alone', async () => {
    const wrong: unknown = { title: { secret: 'inner' } };
    const { lines, ...result } = await answered(async () => z.custom<{ title: string }>().parse(wrong));
    expect(readProblem(result)).toMatchObject({
      status: 500,
      detail: 'The server failed. Try again in a moment.',
    });
    expect(result.body).not.toMatch(/inner|expected|song/);
    expect(lines).toHaveLength(1);
  });

  it.each([
    new Error('The table jobs-1234 is on fire'),
    new UnknownJob('The job feed is gone'),
    Object.assign(new Error('no'), { name: 'AccessDeniedException' }),
  ])('whose use case fails is a 500 without inner words, and the reason in the log: %s', async (error) => {
    const { lines, ...result } = await answered(() => Promise.reject(error));
    const { status, detail } = readProblem(result);
    expect([status, detail]).toEqual([500, 'The server failed. Try again in a moment.']);
    expect(result.body).not.toMatch(/jobs-1234|fire|feed|Exception|stack| at /);
    expect(lines[0]).toContain('The request failed.');
    expect(result.headers).toMatchObject({ 'x-ratelimit-remaining': '597' });
  });

  it('whose use case refuses is answered with that, and nothing is logged', async () => {
    const problem = new ApiProblem('wrong-state', 'The song plays already.', {
      headers: { 'retry-after': '3' },
    });
    const { lines, ...result } = await answered(() => Promise.reject(problem));
    expect(readProblem(result)).toMatchObject({ status: 409, detail: 'The song plays already.' });
    expect(result.headers).toMatchObject({ 'retry-after': '3', 'x-ratelimit-limit': '600' });
    expect(lines).toEqual([]);
  });

  it('is not begun for a caller who may not, nor with a request that is wrong', async () => {
    const begun: unknown[] = [];
    const handler = answerOperation(makeSong, keptLog(), async (request) => {
      begun.push(request);
      return { id: 's1' };
    });
    for (const [event, status] of [
      [apiEvent({ authorization: null, body: 'not even JSON' }), 401],
      [apiEvent({ parameters: { shelf: 'a1' }, body: '{}' }), 400],
      [apiEvent({ parameters: { shelf: 'A B' }, body: '{}' }), 404],
    ] as const) {
      expect(readProblem(await handler(event, lambdaContext)).status).toBe(status);
    }
    expect(begun).toEqual([]);
  });
});

describe('an operation for anyone', () => {
  const open = { ...showSong, scope: 'anyone' } as const;

  it('answers without a key, and with one that no longer holds', async () => {
    const handler = answerAnyone(open, keptLog(), async ({ query }) => ({ title: `${query.bars} bars` }));
    for (const authorization of [null, { outcome: 'revoked' }]) {
      const { statusCode, body, headers } = await handler(apiEvent({ authorization }), lambdaContext);
      expect([statusCode, body]).toEqual([200, '{"title":"4 bars"}']);
      expect(headers).not.toHaveProperty('x-ratelimit-limit');
    }
  });

  it('refuses what is wrong, and says nothing of our inside', async () => {
    const handler = answerAnyone(open, keptLog(), () => Promise.reject(new Error('inner detail')));
    expect(readProblem(await handler(apiEvent({ query: 'x=1' }), lambdaContext)).status).toBe(400);
    const failed = await handler(apiEvent(), lambdaContext);
    expect(readProblem(failed).status).toBe(500);
    expect(failed.body).not.toContain('inner');
  });
});
