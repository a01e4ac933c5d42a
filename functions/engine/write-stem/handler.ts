import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openSeparationTable } from '../../../shared/engine/open-separation-table.ts';
import type { StemFile } from '../../../shared/engine/separation-record.ts';
import { writeStem } from './write-stem.ts';

const environment = readEnvironment({ SEPARATIONS_TABLE: z.string().min(1), BUCKET: z.string().min(1) });

const deps = {
  s3: new S3Client(),
  separations: openSeparationTable(environment.SEPARATIONS_TABLE),
  bucket: environment.BUCKET,
};

const input = z.object({ hash: z.string().min(1), stem: z.string().min(1) });

/** One item of the workflow's second map: the chunks of a stem become the file that is downloaded. */
export async function handler(event: unknown): Promise<StemFile> {
  const { hash, stem } = input.parse(event);
  return writeStem(deps, hash, stem);
}
