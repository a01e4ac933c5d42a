import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OWNER_ID } from '../../../../shared/engine/accounts/account.ts';
import { apiTokenOf } from '../../../../shared/engine/accounts/api-token-of.ts';
import { tokenToSignWith } from '../../../../shared/engine/webhook/token-to-sign-with.ts';
import { webhookSignature } from '../../../../shared/webhook/webhook-signature.ts';

const NOW = new Date('2026-08-12T12:00:00.400Z');
const BODY = '{"hash":"20260812120000-0123456789-söng.wav","success":true}';
const TOKEN = 'abcdefghijABCDEFGHIJ0123456789';

describe('webhookSignature', () => {
  it('is HMAC-SHA256 over time and body', () => {
    // printf '%s' '1786536000.{}' | openssl dgst -sha256 -hmac abcdefghijABCDEFGHIJ0123456789
    expect(webhookSignature('{}', TOKEN, NOW)).toBe(
      't=1786536000,v1=486a8e3d8276fb96933b972216b00bc32d831aafb4603f545548b99c0891206c',
    );
  });
});

describe('the receiver in docs/engine.md', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function receiver(): Promise<(signature: string, body: string, token: string) => unknown> {
    const section = readFileSync('docs/engine.md', 'utf8')
      .split('\n## ')
      .find((part) => part.startsWith('Webhooks'));
    const code = /```js\n(.*?)```/s.exec(section ?? '')?.[1];
    if (code === undefined) throw new Error('The section has no example.');
    const { isFromEngine } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    return isFromEngine;
  }

  it('accepts what the Engine signs, and refuses another body, token or time', async () => {
    const isFromEngine = await receiver();
    const signature = webhookSignature(BODY, TOKEN, NOW);
    expect(isFromEngine(signature, BODY, TOKEN)).toBe(true);
    expect(isFromEngine(signature, BODY.replace('true', 'false'), TOKEN)).toBe(false);
    expect(isFromEngine(signature, BODY, TOKEN.toLowerCase())).toBe(false);
    expect(isFromEngine(webhookSignature(BODY, TOKEN, new Date(0)), BODY, TOKEN)).toBe(false);
    for (const broken of ['', 'v1=00', signature.slice(0, -1), signature.replace('t=', 't=1')]) {
      expect(isFromEngine(broken, BODY, TOKEN)).toBe(false);
    }
  });
});

describe('tokenToSignWith', () => {
  const secrets = { ownerToken: async () => 'the-owners', tokenKey: async () => 'key' };

  it("is the owner's for the owner, and what login answers for all others", async () => {
    expect(await tokenToSignWith(OWNER_ID, secrets)).toBe('the-owners');
    expect(await tokenToSignWith('0123456789abcdef0123', secrets)).toBe(
      apiTokenOf('0123456789abcdef0123', 'key'),
    );
  });

  it('is none for somebody without an account', async () => {
    expect(await tokenToSignWith('anonymous-0123456789abcdef0123', secrets)).toBeUndefined();
  });
});
