import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { errorReply } from '../../../../shared/mvsep/contract/error-reply.ts';
import type { CallHandler } from '../../../../shared/mvsep/server/call-handler.ts';
import { apiEvent } from '../form-event.ts';
import { lambdaContext } from '../lambda-context.ts';

const ENVIRONMENT = {
  CALLERS_TABLE: 'callers',
  ORIGIN_KEY: 'key',
  REQUESTS_PER_MINUTE: '100',
  ACCOUNTS_TABLE: 'accounts',
  SEPARATIONS_TABLE: 'separations',
  QUEUE_TABLE: 'queue',
  PUBLICATIONS_TABLE: 'publications',
  OWNER_TOKEN_SECRET: 'owner-token',
  TOKEN_KEY_SECRET: 'token-key',
  SEPARATIONS_AT_ONCE: '4',
  ENGINE_URL: 'https://engine.example',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_MAX_ATTEMPTS: '1',
  // Nobody listens on port 1.
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
};

beforeEach(() => {
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

async function call(
  load: () => Promise<{ handler: CallHandler }>,
  parts: Parameters<typeof apiEvent>[0],
  path = '/',
) {
  const { handler } = await load();
  const { statusCode, body } = await handler({ ...apiEvent(parts), rawPath: path }, lambdaContext);
  return { statusCode, body };
}

describe('the handlers, when no table can be reached', () => {
  it.each([
    ['get', () => import('../../../../functions/engine/get-separation/handler.ts')],
    ['get-remote', () => import('../../../../functions/engine/get-remote-separation/handler.ts')],
  ])('of %s answers 500 with a status that makes programs ask again', async (_, load) => {
    const hash = '20260812120000-0123456789-my-song.wav';
    const { statusCode, body } = await call(load, { query: { hash } });
    expect(statusCode).toBe(500);
    expect(errorReply.parse(JSON.parse(body ?? '')).status).toBe('unavailable');
  });

  it.each([
    ['login', '/api/app/login', () => import('../../../../functions/engine/log-in/handler.ts')],
    [
      'register',
      '/api/app/register',
      () => import('../../../../functions/engine/register-account/handler.ts'),
    ],
    [
      'enable_premium',
      '/api/app/enable_premium',
      () => import('../../../../functions/engine/change-account/handler.ts'),
    ],
  ])('of %s answers 500 in the shape of every error', async (_, path, load) => {
    const fields = {
      api_token: 'A'.repeat(30),
      name: 'Ada',
      email: 'ada@example.com',
      password: 'correct horse',
      password_confirmation: 'correct horse',
    };
    const form = {
      contentType: 'application/x-www-form-urlencoded',
      body: new URLSearchParams(fields).toString(),
    };
    const { statusCode, body } = await call(load, form, path);
    expect(statusCode).toBe(500);
    errorReply.parse(JSON.parse(body ?? ''));
    expect(body).not.toMatch(/127\.0\.0\.1|accounts|ECONNREFUSED/);
  });

  it('of the link in a mail answers a page that says so', async () => {
    const load = () => import('../../../../functions/engine/verify-account/handler.ts');
    const code = 'x'.repeat(32);
    const sent = { contentType: 'application/x-www-form-urlencoded', body: `code=${code}` };
    for (const parts of [{ query: { code } }, sent]) {
      const { statusCode, body } = await call(load, parts);
      expect(statusCode).toBe(500);
      expect(body).toContain('Your link is still good.');
    }
  });

  it('of openapi.json and of unknown addresses answer as ever', async () => {
    const described = await call(() => import('../../../../functions/engine/describe-api/handler.ts'), {});
    expect([described.statusCode, JSON.parse(described.body ?? '').openapi]).toEqual([200, '3.1.1']);
    const unknown = await call(() => import('../../../../functions/engine/answer-unknown/handler.ts'), {});
    expect(unknown.statusCode).toBe(404);
  });
});
