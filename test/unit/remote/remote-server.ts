import type { RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import type { OpenRemoteOptions } from '../../../shared/remote/open-remote.ts';
import type { RemoteServices } from '../../../shared/remote/remote-services.ts';
import { loopbackServer } from '../engine/loopback-server.ts';

/** A loopback server that plays the service behind a link, and closes when the test is over. */
export async function remoteServer(listener: RequestListener): Promise<string> {
  const server = await loopbackServer(listener);
  onTestFinished(() => server.close());
  return server.origin;
}

/** The services at one origin of a test. */
function servicesAt(origin: string): RemoteServices {
  const hosts = [new URL(origin).host];
  return {
    dropbox: { hosts },
    drive: { hosts, download: `${origin}/download` },
    mega: { hosts, gateway: `${origin}/api/` },
  };
}

/** Options that reach one origin of a test and nothing else that is private. */
export function remoteOptions(
  remoteType: OpenRemoteOptions['remoteType'],
  origin: string,
  path: string,
): OpenRemoteOptions {
  return {
    url: `${origin}${path}`,
    remoteType,
    services: servicesAt(origin),
    allowedPrivateOrigins: [origin],
    connectTimeoutMs: 2_000,
    idleTimeoutMs: 2_000,
  };
}
