import { driveFile } from './drive-file.ts';
import { dropboxDownload } from './dropbox-download.ts';
import { megaLink } from './mega-link.ts';
import type { RemoteType } from './open-remote.ts';
import { REMOTE_SERVICES } from './remote-services.ts';

/**
 * Makes sure that a link can be one of its service, without opening it.
 *
 * @throws RefusedUrl a sentence without any secret of the link
 */
export function checkLink(url: string, service: RemoteType): void {
  if (service === 'drive') driveFile(url, REMOTE_SERVICES.drive.hosts);
  if (service === 'dropbox') dropboxDownload(url, REMOTE_SERVICES.dropbox.hosts);
  if (service === 'mega') megaLink(url, REMOTE_SERVICES.mega.hosts);
}
