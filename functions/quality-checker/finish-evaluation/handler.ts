import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { evaluatedSongs } from '../../../shared/quality-checker/evaluation-state.ts';
import { openEntryTable } from '../../../shared/quality-checker/open-entry-table.ts';
import { finishEvaluation } from './finish-evaluation.ts';

const environment = readEnvironment({ BUCKET: z.string().min(1) });

const deps = {
  s3: new S3Client(),
  bucket: environment.BUCKET,
  entries: openEntryTable(),
  now: () => new Date(),
};

/** Last step of the workflow: the results of the songs become those of the entry. */
export async function handler(event: unknown): Promise<void> {
  const { id, results } = evaluatedSongs.parse(event);
  await finishEvaluation(deps, id, results);
}
