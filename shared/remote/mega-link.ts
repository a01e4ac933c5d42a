import { RefusedUrl } from '../errors/refused-url.ts';
import { serviceLink } from './service-link.ts';

/** A public file on Mega, with the key that only its link knows. */
export interface MegaLink {
  readonly id: string;
  /** 32 bytes: the AES key mixed with nonce and check sum. */
  readonly key: Buffer;
}

const ID = /^[\w-]{6,20}$/;
const KEY = /^[\w-]{43}=?$/;

/**
 * Reads a link to a file on Mega: `https://mega.nz/file/<id>#<key>`, or the older `https://mega.nz/#!<id>!<key>`.
 *
 * @throws RefusedUrl for other hosts, folders, and links without their key.
 */
export function megaLink(url: string, hosts: readonly string[]): MegaLink {
  const link = serviceLink(url, 'Mega', hosts);
  const fragment = link.hash.slice(1);
  if (/^\/folder\//.test(link.pathname) || fragment.startsWith('F!')) {
    throw new RefusedUrl('The link leads to a folder of Mega. Share the one file that it is about.');
  }
  const modern = /^\/(?:file|embed)\/([^/]+)/.exec(link.pathname);
  const [id = '', key = ''] =
    modern === null ? fragment.split('!').slice(1) : [modern[1] ?? '', fragment.replace(/^!/, '')];
  if (!ID.test(id)) {
    throw new RefusedUrl('The link is no share link of a file. Use "Get link" of the file in Mega.');
  }
  if (!KEY.test(key)) {
    throw new RefusedUrl('The Mega link has no complete key. Copy all of it, with everything after the #.');
  }
  return { id, key: Buffer.from(key, 'base64url') };
}
