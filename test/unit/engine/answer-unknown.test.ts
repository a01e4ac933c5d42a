import { describe, expect, it } from 'vitest';
import { answerUnknown } from '../../../functions/engine/answer-unknown/answer-unknown.ts';
import { CALLS } from '../../../shared/mvsep/contract/calls.ts';
import { errorReply } from '../../../shared/mvsep/contract/error-reply.ts';
import { apiEvent } from './form-event.ts';

function answer(method: string, rawPath: string) {
  const { statusCode, headers, body } = answerUnknown({ ...apiEvent({ method }), rawPath });
  return { statusCode, headers, body: errorReply.parse(JSON.parse(body ?? '')) };
}

describe('answerUnknown', () => {
  it.each(['/', '/api', '/api/separation/delete', '/api/app/news/', '/__proto__', '/toString'])(
    'answers 404 to %s, in the shape of every error',
    (path) => {
      const { statusCode, headers, body } = answer('GET', path);
      expect([statusCode, headers?.allow]).toEqual([404, undefined]);
      expect(body.message).toContain('/openapi.json');
    },
  );

  it.each(CALLS.map(({ path }) => path))('answers 405 to PUT %s, and says what it takes', (path) => {
    const { statusCode, headers } = answer('PUT', path);
    expect(statusCode).toBe(405);
    expect(headers?.allow).toMatch(/^(GET, HEAD|POST|POST, GET)$/);
  });

  it.each(CALLS.map(({ path }) => path))(
    'answers OPTIONS %s with what it takes, as browsers ask',
    (rawPath) => {
      const { statusCode, headers, body } = answerUnknown({ ...apiEvent({ method: 'OPTIONS' }), rawPath });
      expect([statusCode, body]).toEqual([204, undefined]);
      expect(headers?.allow).toBe(answer('PUT', rawPath).headers?.allow);
    },
  );

  it('takes GET and POST where the documentation shows both, and no HEAD where a call changes something', () => {
    const { headers, body } = answer('PUT', '/api/quality_checker/delete');
    expect(headers?.allow?.toString().split(', ').sort()).toEqual(['GET', 'POST']);
    expect(body.message).toMatch(/^This address does not take PUT\. Use /);
  });

  it('takes GET of the link in a mail, and POST of the button on its page', () => {
    expect(answer('PUT', '/api/app/verify_email').headers?.allow).toBe('GET, POST');
  });
});
