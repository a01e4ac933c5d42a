import { randomBytes } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type * as z from 'zod';
import type { ApiRequest } from '../../../shared/api/answer/api-request.ts';
import type { createUpload as operation } from '../../../shared/api/operations/create-upload.ts';
import { ApiProblem } from '../../../shared/errors/api-problem.ts';
import { INCOMING_PREFIX } from '../../../shared/jobs/incoming-prefix.ts';
import { MEGABYTE } from '../../../shared/jobs/megabyte.ts';
import type { PipelineTable } from '../../../shared/jobs/pipeline-table.ts';
import { songFileName } from '../../../shared/jobs/song-file-name.ts';
import { readUpstreamRecord } from '../../../shared/jobs/upstream-record.ts';
import { curlLine } from './curl-line.ts';

/** A form must begin to be sent within this; how long the sending takes plays no part. */
const VALID_SECONDS = 15 * 60;
/** What mvsep.com, and an Engine as well, takes of an account without premium. */
const FREE_MEGABYTES = 100;

export interface CreateUploadDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly table: PipelineTable;
  /** The setting: what the API takes of anybody. */
  readonly megabytes: number;
  readonly now: () => Date;
}

type Request = ApiRequest<unknown, unknown, z.output<typeof operation.body>>;

/**
 * A form with which the caller, and whoever gets it from them, may send one song: under one key, up to the limit,
 * with nothing else about it. Every form is for a key of its own, so that no song replaces another.
 *
 * @throws ApiProblem for a name that is none, or a size over the limit
 */
export async function createUpload(
  deps: CreateUploadDeps,
  { caller, body }: Pick<Request, 'caller' | 'body'>,
): Promise<z.input<typeof operation.reply>> {
  const name = songFileName(body.fileName);
  if (name === undefined) throw refusal('/fileName', 'Nothing of this can be the name of a file.');
  const maximumBytes = (await megabytesTaken(deps)) * MEGABYTE;
  if (body.bytes !== undefined && body.bytes > maximumBytes) {
    const most = `${maximumBytes / MEGABYTE} MB (${maximumBytes} bytes)`;
    throw refusal('/bytes', `At most ${most} are taken. Send the song as FLAC or MP3, or cut it.`);
  }
  const key = `${INCOMING_PREFIX}${caller.owner}/${randomBytes(16).toString('hex')}/${name}`;
  const expiresAt = new Date(deps.now().getTime() + VALID_SECONDS * 1000).toISOString();
  const { url, fields } = await createPresignedPost(deps.s3, {
    Bucket: deps.bucket,
    Key: key,
    Expires: VALID_SECONDS,
    Conditions: [['content-length-range', 1, maximumBytes]],
    ...(body.contentType === undefined ? {} : { Fields: { 'Content-Type': body.contentType } }),
  });
  return { url, fields, key, maximumBytes, expiresAt, example: curlLine(url, fields) };
}

/** While nobody knows the plan of the account, it is taken for one that may have what the setting says. */
async function megabytesTaken({ table, megabytes }: CreateUploadDeps): Promise<number> {
  const { premium } = await readUpstreamRecord(table);
  return premium === false ? Math.min(megabytes, FREE_MEGABYTES) : megabytes;
}

function refusal(pointer: string, detail: string): ApiProblem {
  return new ApiProblem('impossible', detail, { errors: [{ pointer, detail }] });
}
