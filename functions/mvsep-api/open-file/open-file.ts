import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isToBeFetched } from '../../../shared/jobs/is-to-be-fetched.ts';
import { jsonAnswer } from '../../../shared/mvsep/server/json-answer.ts';
import { refusalBody } from '../../../shared/mvsep/server/refusal-body.ts';
import { clientFiles } from '../../../shared/mvsep-paths/client-files.ts';
import { type ClientJobs, findClientJob } from '../../../shared/mvsep-paths/find-client-job.ts';

/** Long enough to begin a download; one that breaks off is resumed at our own address, which gives a fresh link. */
const LINK_SECONDS = 15 * 60;

export interface OpenFileDeps extends ClientJobs {
  readonly s3: S3Client;
  readonly bucket: string;
}

/**
 * Leads to a file of a job: `/storage/processed/<stem>` or `/storage/temp/<song>`. Whoever knows the name may have
 * it, as at the service; the bucket itself stays private. It is a redirect, so that files of any size come with
 * ranges, and no byte passes through the function.
 */
export async function openFile(
  deps: OpenFileDeps,
  { rawPath, requestContext }: Pick<APIGatewayProxyEventV2, 'rawPath' | 'requestContext'>,
): Promise<APIGatewayProxyStructuredResultV2> {
  const [, folder = '', name = ''] = /^\/storage\/([a-z]+)\/([\w.-]{1,300})$/.exec(rawPath) ?? [];
  const key = await keyOf(deps, folder, name);
  if (key === undefined) {
    return jsonAnswer(
      404,
      refusalBody('There is no such file. Ask separation/get for the links.'),
      OPEN_TO_PAGES,
    );
  }
  const object = { Bucket: deps.bucket, Key: key };
  // A link is signed for one method.
  const command =
    requestContext.http.method === 'HEAD' ? new HeadObjectCommand(object) : new GetObjectCommand(object);
  const location = await getSignedUrl(deps.s3, command, { expiresIn: LINK_SECONDS });
  return { statusCode: 302, headers: { location, 'cache-control': 'no-store', ...OPEN_TO_PAGES } };
}

/** As at the service: pages of any origin may fetch what they know the name of. */
const OPEN_TO_PAGES = { 'access-control-allow-origin': '*' };

async function keyOf(deps: OpenFileDeps, folder: string, name: string): Promise<string | undefined> {
  if (name === '') return undefined;
  const [hash = ''] = name.split('_', 1);
  const found = await findClientJob(deps, hash);
  if (found === undefined) return undefined;
  if (folder === 'processed') return clientFiles(found).find((file) => file.name === name)?.stored.key;
  const { clientHash, source } = found.job;
  const isSong = folder === 'temp' && clientHash === name && !isToBeFetched(found.job);
  return isSong ? source.key : undefined;
}
