import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openSeparationTable } from '../../../shared/engine/open-separation-table.ts';
import { mergeStems } from './merge-stems.ts';

const environment = readEnvironment({ SEPARATIONS_TABLE: z.string().min(1), BUCKET: z.string().min(1) });

const deps = {
  s3: new S3Client(),
  separations: openSeparationTable(environment.SEPARATIONS_TABLE),
  bucket: environment.BUCKET,
  now: () => new Date(),
};

const input = z.object({ hash: z.string().min(1) });

/** Last working step of the workflow: chunks become the files that are downloaded. */
export async function handler(event: unknown): Promise<{ hash: string }> {
  const { hash } = input.parse(event);
  await mergeStems(deps, hash);
  return { hash };
}
