import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openQueue } from '../../../shared/engine/queue/open-queue.ts';
import { startWaiting } from '../../../shared/engine/queue/start-waiting.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { mergeStems } from './merge-stems.ts';

const environment = readEnvironment({
  BUCKET: z.string().min(1),
  ENGINE_URL: z.url(),
});

const queue = openQueue('merge-stems');

const deps = {
  ...queue,
  s3: new S3Client(),
  separations: new SeparationTable(queue.store.documents, queue.store.separations),
  bucket: environment.BUCKET,
  engineUrl: environment.ENGINE_URL,
};

const input = z.object({ hash: z.string().min(1) });

/** Last working step of the workflow: chunks become the files that are downloaded, and the next song starts. */
export async function handler(event: unknown): Promise<{ hash: string }> {
  const { hash } = input.parse(event);
  await mergeStems(deps, hash);
  await startWaiting(deps);
  return { hash };
}
