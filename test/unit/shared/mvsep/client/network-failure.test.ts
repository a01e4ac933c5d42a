import { connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { networkFailure } from '../../../../../shared/mvsep/client/network-failure.ts';

const CREATE = { name: 'separation.create', repeatable: false };

function systemError(code: string, syscall?: string): Error {
  return Object.assign(new Error(`${syscall} ${code}`), {
    code,
    ...(syscall === undefined ? {} : { syscall }),
  });
}

function nameFor(cause: unknown): string {
  return networkFailure(CREATE, 'mvsep.example', new TypeError('fetch failed', { cause })).name;
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a create that failed before a connection stood may be tried again', () => {
  it.each([
    systemError('ECONNREFUSED', 'connect'),
    systemError('EHOSTUNREACH', 'connect'),
    systemError('ENETUNREACH', 'connect'),
    systemError('ETIMEDOUT', 'connect'),
    systemError('ENOTFOUND', 'getaddrinfo'),
    systemError('EAI_AGAIN', 'getaddrinfo'),
    systemError('UND_ERR_CONNECT_TIMEOUT'),
    systemError('CERT_HAS_EXPIRED'),
  ])('%s', (cause) => {
    expect(nameFor(cause)).toBe('MvsepUnavailable');
  });

  it('a host whose every address refuses', async () => {
    const port = await closedPort();
    const cause = await new Promise<Error>((resolve) => {
      const addresses = [
        { address: '127.0.0.1', family: 4 },
        { address: '127.0.0.2', family: 4 },
      ];
      connect({
        host: 'two.test',
        port,
        autoSelectFamily: true,
        lookup: (_host, _options, done) => done(null, addresses),
      }).once('error', resolve);
    });
    expect(cause).toBeInstanceOf(AggregateError);
    expect(nameFor(cause)).toBe('MvsepUnavailable');
  });
});

describe('a create that failed later is never sent again', () => {
  it.each([
    systemError('EHOSTUNREACH', 'read'),
    systemError('ENETUNREACH', 'write'),
    systemError('EHOSTUNREACH'),
    systemError('ECONNREFUSED'),
    systemError('ECONNRESET', 'read'),
    systemError('ETIMEDOUT', 'read'),
    systemError('UND_ERR_SOCKET'),
    new AggregateError([systemError('ECONNREFUSED', 'connect'), systemError('ECONNRESET', 'read')]),
    new AggregateError([]),
    // A body that breaks says why in the cause of its own error.
    new Error('the body broke', { cause: systemError('ECONNREFUSED', 'connect') }),
    undefined,
  ])('%s', (cause) => {
    expect(nameFor(cause)).toBe('MvsepAmbiguous');
  });
});
