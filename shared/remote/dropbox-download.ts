import { RefusedUrl } from '../errors/refused-url.ts';
import { serviceLink } from './service-link.ts';

/**
 * How many parts of the path name the folder, by the kind of link: `/scl/fo/<id>/<token>` and `/sh/<id>/<token>`.
 * What comes after them is a file inside.
 */
const FOLDERS = [
  { start: ['scl', 'fo'], parts: 4 },
  { start: ['sh'], parts: 3 },
] as const;

/**
 * The address of the file behind a share link of Dropbox: `dl=1` asks for the file instead of its page, on old
 * links (`/s/…`) and new ones (`/scl/fi/…`), whose `rlkey` is kept because it grants the access. Links that are
 * downloads already (`dl.dropboxusercontent.com`) stay what they are.
 *
 * @throws RefusedUrl for other hosts, folders and transfers.
 */
export function dropboxDownload(url: string, hosts: readonly string[]): string {
  const link = serviceLink(url, 'Dropbox', hosts);
  const parts = link.pathname.split('/').filter((part) => part !== '');
  const folder = FOLDERS.find(({ start }) => start.every((part, index) => part === parts[index]));
  if (folder !== undefined && parts.length <= folder.parts) {
    throw new RefusedUrl('The link leads to a folder of Dropbox. Share the one file that it is about.');
  }
  if (parts.length < 2 || parts[0] === 't' || parts[0] === 'home') {
    throw new RefusedUrl('The link is no share link of a file. Use "Copy link" of the file in Dropbox.');
  }
  link.searchParams.delete('raw');
  link.searchParams.set('dl', '1');
  link.hash = '';
  return link.href;
}
