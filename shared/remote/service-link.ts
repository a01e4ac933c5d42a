import { RefusedUrl } from '../errors/refused-url.ts';

/**
 * A share link as a URL.
 *
 * @param service its name for people: `Google Drive`.
 * @throws RefusedUrl when it is no link, or leads to another host than those of the service.
 */
export function serviceLink(url: string, service: string, hosts: readonly string[]): URL {
  const link = URL.parse(url);
  if (link === null || (link.protocol !== 'https:' && link.protocol !== 'http:')) {
    throw new RefusedUrl('The link is not an http or https address. Use one that starts with https://.');
  }
  if (!hosts.includes(link.host)) {
    throw new RefusedUrl(
      `The link leads to ${link.host}, which is not ${service}. Choose the remote type that fits the link, ` +
        'or "direct" for any other server.',
    );
  }
  return link;
}
