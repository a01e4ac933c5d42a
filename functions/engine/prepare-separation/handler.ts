import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { chunkSamplesFor } from '../../../shared/engine/chunk-plan.ts';
import { openSeparationTable } from '../../../shared/engine/open-separation-table.ts';
import { type PreparedSeparation, prepareSeparation } from './prepare-separation.ts';

const environment = readEnvironment({
  SEPARATIONS_TABLE: z.string().min(1),
  BUCKET: z.string().min(1),
  CHUNK_SECONDS: z.coerce.number().positive(),
});

const deps = {
  s3: new S3Client(),
  separations: openSeparationTable(environment.SEPARATIONS_TABLE),
  bucket: environment.BUCKET,
  chunkSamples: chunkSamplesFor(environment.CHUNK_SECONDS),
};

const input = z.object({ hash: z.string().min(1) });

/** First step of the workflow: a song becomes chunks. */
export async function handler(event: unknown): Promise<PreparedSeparation> {
  return prepareSeparation(deps, input.parse(event).hash);
}
