import { describe, expect, it } from 'vitest';
import { answerProblem } from '../../../shared/api/answer/answer-problem.ts';
import { requireCaller } from '../../../shared/api/answer/require-caller.ts';
import { keptLog } from '../shared/jobs/kept-log.ts';
import { ANN, apiEvent, knownAs } from './api-event.ts';
import { readProblem } from './read-problem.ts';

const reader = { ...ANN, scope: 'read' } as const;

/** How a request ends with what the authorizer passed on. */
function refused(authorization: unknown, scope: 'read' | 'write' = 'read') {
  try {
    requireCaller({ scope }, apiEvent({ authorization }));
  } catch (error) {
    const answer = answerProblem(keptLog(), error);
    return { ...readProblem(answer), headers: answer.headers };
  }
  throw new Error('The caller was let in.');
}

describe('a caller', () => {
  it.each([
    ['read', reader],
    ['read', ANN],
    ['write', ANN],
  ] as const)('is let in to %s with a key of enough scope, and learns what is left', (scope, caller) => {
    const event = apiEvent({ authorization: knownAs(caller) });
    expect(requireCaller({ scope }, event)).toEqual({
      caller,
      headers: { 'x-ratelimit-limit': '600', 'x-ratelimit-remaining': '597' },
    });
  });

  it('may look but not write with a key that only looks', () => {
    const { status, type, detail, headers } = refused(knownAs(reader), 'write');
    expect([status, type]).toEqual([403, 'urn:mvsep-serverless:problem:scope-too-narrow']);
    expect(detail).toContain('scope "write"');
    expect(headers).toMatchObject({ 'x-ratelimit-remaining': '597' });
  });

  it('who asks too often is told when to go on, whatever they may do', () => {
    for (const scope of ['read', 'write'] as const) {
      const { status, detail, headers } = refused(knownAs(reader, { isOver: true }), scope);
      expect(status).toBe(429);
      expect(detail).toBe('The key made more than 600 requests in this minute. Go on in 20 seconds.');
      expect(headers).toMatchObject({ 'retry-after': '20', 'x-ratelimit-limit': '600' });
    }
  });

  it.each([
    ['missing', /This needs a key/],
    ['unknown', /not known here/],
    ['revoked', /was revoked/],
  ])('with a key that is %s is told how to get one', (outcome, sentence) => {
    const { status, detail, headers } = refused({ outcome });
    expect(status).toBe(401);
    expect(detail).toMatch(sentence);
    expect(headers).toMatchObject({ 'www-authenticate': 'Bearer' });
  });

  it('is not told that the key is wrong when keys cannot be looked up', () => {
    const { status, detail, headers } = refused({ outcome: 'unchecked' });
    expect(status).toBe(503);
    expect(detail).toMatch(/cannot be checked at the moment/);
    expect(headers).toHaveProperty('retry-after');
    expect(headers).not.toHaveProperty('www-authenticate');
  });

  it.each([
    ['no authorizer stood before the function', null],
    ['the authorizer passed nothing on', {}],
    ['it passed on a text', 'known'],
    ['it passed on somebody without an owner', { ...knownAs(), caller: { ...ANN, owner: undefined } }],
    ['it passed on a scope that does not exist', { ...knownAs(), caller: { ...ANN, scope: 'admin' } }],
    ['it passed on no count', { outcome: 'known', caller: ANN }],
    ['it passed on all as texts', { outcome: 'known', caller: JSON.stringify(ANN), limit: '600' }],
  ])('is nobody when %s', (_, authorization) => {
    expect(refused(authorization).status).toBe(401);
  });
});
