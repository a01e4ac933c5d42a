import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openQueue } from '../../../shared/engine/queue/open-queue.ts';
import { privateOrigins } from '../../../shared/http/private-origins.ts';
import { fetchRemote } from './fetch-remote.ts';

const environment = readEnvironment({
  BUCKET: z.string().min(1),
  ALLOWED_PRIVATE_ORIGINS: privateOrigins,
});

const deps = {
  ...openQueue('fetch-remote'),
  s3: new S3Client(),
  bucket: environment.BUCKET,
  allowedPrivateOrigins: environment.ALLOWED_PRIVATE_ORIGINS,
};

const input = z.object({ hash: z.string().min(1) });

/** The step of the workflow that fetches links: a link becomes a separation that waits. */
export async function handler(event: unknown): Promise<{ hash: string }> {
  const { hash } = input.parse(event);
  await fetchRemote(deps, hash);
  return { hash };
}
