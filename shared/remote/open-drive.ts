import type { Readable } from 'node:stream';
import { RefusedUrl } from '../errors/refused-url.ts';
import type { OpenedUrl } from '../http/open-url.ts';
import { driveFile } from './drive-file.ts';
import { driveWarningAddress } from './drive-warning.ts';
import { isPage } from './is-page.ts';
import { openFile } from './open-file.ts';
import type { OpenRemoteOptions } from './open-remote.ts';
import type { RemoteServices } from './remote-services.ts';

/** More than any of the pages that are read here. */
const LONGEST_PAGE_BYTES = 512 * 1024;

/**
 * Opens a file of Google Drive. `confirm=t` answers beforehand what Drive asks about large files; when it asks
 * all the same, the form of that page is sent once.
 *
 * @throws RefusedUrl, UnreachableUrl as `openRemote`
 */
export async function openDrive(
  options: OpenRemoteOptions,
  { hosts, download }: RemoteServices['drive'],
): Promise<OpenedUrl> {
  const { id, resourceKey } = driveFile(options.url, hosts);
  const address = new URL(download);
  address.searchParams.set('id', id);
  address.searchParams.set('export', 'download');
  address.searchParams.set('confirm', 't');
  if (resourceKey !== undefined) address.searchParams.set('resourcekey', resourceKey);
  const first = await openFile(address.href, options);
  if (!isPage(first)) return first;
  const page = await readPage(first.body);
  const confirmed = driveWarningAddress(page, first.url);
  if (confirmed === undefined) throw refusedBy(page);
  const second = await openFile(confirmed, options);
  if (!isPage(second)) return second;
  throw refusedBy(await readPage(second.body));
}

async function readPage(body: Readable): Promise<string> {
  let page = '';
  for await (const piece of body) {
    page += String(piece);
    if (page.length > LONGEST_PAGE_BYTES) break; // Leaving the loop closes the connection.
  }
  return page;
}

function refusedBy(page: string): RefusedUrl {
  if (/quota exceeded|too many users have viewed or downloaded/i.test(page)) {
    return new RefusedUrl(
      'The file was downloaded too often today for Google Drive. Try again tomorrow, or share a copy of it.',
    );
  }
  return new RefusedUrl(
    'Google Drive answers with a page instead of the file. Share the file with "Anyone with the link".',
  );
}
