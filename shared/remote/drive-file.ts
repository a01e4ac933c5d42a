import { RefusedUrl } from '../errors/refused-url.ts';
import { serviceLink } from './service-link.ts';

/** A file of Google Drive; older files need the resource key beside the id. */
export interface DriveFile {
  readonly id: string;
  readonly resourceKey: string | undefined;
}

const ID = /^[\w-]{8,200}$/;
const FILE_PATH = /^\/file\/(?:u\/\d+\/)?d\/([^/]+)/;
const FOLDER_PATH = /\/folders\/|\/folderview/;
/** `/document/d/…`, `/spreadsheets/d/…`: written in Google's editors, without bytes to download. */
const EDITOR_PATH = /^\/(?:document|spreadsheets|presentation|forms|drawings)\//;

/**
 * Reads a share link of Google Drive: `/file/d/<id>/view`, `open?id=`, `uc?id=`, or the download's own address.
 *
 * @throws RefusedUrl for other hosts, folders and documents.
 */
export function driveFile(url: string, hosts: readonly string[]): DriveFile {
  const link = serviceLink(url, 'Google Drive', hosts);
  if (FOLDER_PATH.test(link.pathname)) {
    throw new RefusedUrl('The link leads to a folder of Google Drive. Share the one file that it is about.');
  }
  const id = FILE_PATH.exec(link.pathname)?.[1] ?? link.searchParams.get('id') ?? '';
  if (EDITOR_PATH.test(link.pathname) || !ID.test(id)) {
    throw new RefusedUrl('The link is no share link of a file. Use "Copy link" of the file in Google Drive.');
  }
  return { id, resourceKey: link.searchParams.get('resourcekey') ?? undefined };
}
