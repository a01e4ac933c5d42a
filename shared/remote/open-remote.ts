import type { Readable } from 'node:stream';
import { RefusedUrl } from '../errors/refused-url.ts';
import type { OpenedUrl, OpenUrlOptions } from '../http/open-url.ts';
import { contentDispositionName } from './content-disposition-name.ts';
import { dropboxDownload } from './dropbox-download.ts';
import { isPage } from './is-page.ts';
import { nameOfLink } from './name-of-link.ts';
import { openDrive } from './open-drive.ts';
import { openFile } from './open-file.ts';
import { openMega } from './open-mega.ts';
import { REMOTE_SERVICES, type RemoteServices } from './remote-services.ts';

/** The kinds of links that the API knows (`remote_type`). */
export type RemoteType = 'direct' | 'mega' | 'drive' | 'dropbox';

export interface OpenRemoteOptions
  extends Pick<
    OpenUrlOptions,
    'allowedPrivateOrigins' | 'connectTimeoutMs' | 'idleTimeoutMs' | 'signal' | 'resolve'
  > {
  readonly url: string;
  readonly remoteType: RemoteType;
  /** Where the services are; those on the internet unless told otherwise. */
  readonly services?: RemoteServices;
}

export interface OpenedRemote {
  /** The file's own name without folders; undefined when nobody tells it. */
  readonly name: string | undefined;
  /** The announced size of the file; the caller still counts what comes. */
  readonly bytes: number | undefined;
  /** Must be read to its end or destroyed. Only at its end is the file known to be whole. */
  readonly body: Readable;
}

/**
 * Opens the file behind a link of one of the four kinds. All of them go through `openUrl`: http and https only,
 * private addresses refused when connecting, every redirect checked again. Nothing that a message says holds
 * a path, a query or a key of a link.
 *
 * @throws RefusedUrl the link does not fit its kind, is not public, leads to a page or a folder, or may not be opened.
 * @throws UnreachableUrl the server is out of order, cut the connection or asks to wait (retryable).
 * @throws UnusableAudio the file is empty.
 */
export async function openRemote(options: OpenRemoteOptions): Promise<OpenedRemote> {
  const services = options.services ?? REMOTE_SERVICES;
  switch (options.remoteType) {
    case 'direct':
      return named(
        options,
        refusePage(await openFile(options.url, options), 'Use the address of the file itself.'),
      );
    case 'dropbox': {
      const download = dropboxDownload(options.url, services.dropbox.hosts);
      const advice = 'Share the file itself, without a password, with everybody who has the link.';
      return named(options, refusePage(await openFile(download, options), advice));
    }
    case 'drive':
      return named(options, await openDrive(options, services.drive));
    case 'mega':
      return openMega(options, services.mega);
  }
}

function refusePage(opened: OpenedUrl, advice: string): OpenedUrl {
  if (!isPage(opened)) return opened;
  opened.body.destroy();
  throw new RefusedUrl(`The link leads to a web page, not to a file. ${advice}`);
}

function named({ url, remoteType }: OpenRemoteOptions, { headers, url: end, body }: OpenedUrl): OpenedRemote {
  const name =
    contentDispositionName(headers['content-disposition']) ??
    nameOfLink(url, remoteType) ??
    nameOfLink(end, 'direct');
  const length = headers['content-encoding'] === undefined ? headers['content-length'] : undefined;
  return { name, bytes: length === undefined ? undefined : Number(length), body };
}
