import { createHash } from 'node:crypto';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import { RefusedUrl } from '../../../shared/errors/refused-url.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import { songFileName } from '../../../shared/jobs/song-file-name.ts';
import type { UploadedFile } from '../../../shared/mvsep/server/call-request.ts';
import { requireHttp } from '../../../shared/mvsep/server/require-http.ts';
import { SERVICE_SENTENCES } from '../../../shared/mvsep/server/service-sentences.ts';
import { checkLink } from '../../../shared/remote/check-link.ts';
import { nameOfLink } from '../../../shared/remote/name-of-link.ts';

import type { CreateParams } from './read-order.ts';

/** The song of a create call: its bytes, or where it is fetched from. */
export interface ClientSong {
  /** Fit for a key. */
  readonly name: string;
  /** What tells it from every other song. */
  readonly identity: string;
  readonly bytes?: Buffer;
  readonly link?: Job['link'];
}

/**
 * What surely passes API Gateway and Lambda with all the fields of a form beside it: 4.4 MB. Most that is larger is
 * refused by them, in words of their own.
 */
const LARGEST_UPLOAD_BYTES = 4_400_000;
const NAMELESS = 'audio';

/**
 * @param apiUrl where larger songs can be sent
 * @throws CallRefusal 400 without a song, 413 when it is too large to come this way
 */
export function readSong(
  { url, remote_type: service }: CreateParams,
  { audiofile }: Readonly<Record<string, UploadedFile>>,
  apiUrl: string,
): ClientSong {
  if (audiofile !== undefined) return readFile(audiofile, apiUrl);
  if (url === undefined) {
    throw new CallRefusal(400, `${SERVICE_SENTENCES.noFile} Or send the address of a file as url.`);
  }
  requireHttp(url, 'url');
  try {
    checkLink(url, service);
  } catch (error) {
    if (error instanceof RefusedUrl) throw new CallRefusal(400, error.message, { cause: error });
    throw error;
  }
  return {
    name: songFileName(nameOfLink(url, service) ?? '') ?? NAMELESS,
    identity: JSON.stringify([service, url]),
    link: { url, service },
  };
}

function readFile({ name, bytes }: UploadedFile, apiUrl: string): ClientSong {
  if (bytes.length === 0) throw new CallRefusal(400, 'The audiofile is empty. Send it again.');
  if (bytes.length > LARGEST_UPLOAD_BYTES) {
    throw new CallRefusal(
      413,
      'This server takes uploads of up to 4.4 MB in a form. Send a link to the file instead (url=), or upload it ' +
        `as POST ${apiUrl}/v1/uploads says, and make the job there.`,
    );
  }
  return {
    name: songFileName(name) ?? NAMELESS,
    identity: createHash('sha256').update(bytes).digest('hex'),
    bytes,
  };
}
