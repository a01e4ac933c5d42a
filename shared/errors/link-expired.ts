import { DownloadFailed } from './download-failed.ts';

/**
 * The link of a stem does not lead to the stem any more. A fresh link may; to the workflow it is a failed
 * download like any other.
 */
export class LinkExpired extends DownloadFailed {}
