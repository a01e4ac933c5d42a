import type { RemoteType } from './open-remote.ts';
import { REMOTE_SERVICES } from './remote-services.ts';

/** The kind of a link whose sender does not say: one of the known services by its host, direct otherwise. */
export function remoteTypeOf(url: string): RemoteType {
  const host = URL.parse(url)?.host ?? '';
  const services = ['dropbox', 'drive', 'mega'] as const;
  return services.find((service) => REMOTE_SERVICES[service].hosts.includes(host)) ?? 'direct';
}
