import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openSeparationTable } from '../../../shared/engine/open-separation-table.ts';
import { separateChunk } from './separate-chunk.ts';

const environment = readEnvironment({ SEPARATIONS_TABLE: z.string().min(1), BUCKET: z.string().min(1) });

const deps = {
  s3: new S3Client(),
  separations: openSeparationTable(environment.SEPARATIONS_TABLE),
  bucket: environment.BUCKET,
};

const input = z.object({ hash: z.string().min(1), index: z.int().min(0) });

/** One item of the workflow's map: a chunk becomes stems. */
export async function handler(event: unknown): Promise<{ hash: string; index: number }> {
  const { hash, index } = input.parse(event);
  await separateChunk(deps, hash, index);
  return { hash, index };
}
