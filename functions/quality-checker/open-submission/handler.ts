import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { privateOrigins } from '../../../shared/http/private-origins.ts';
import { DatasetStore } from '../../../shared/quality-checker/dataset-store.ts';
import { evaluationInput } from '../../../shared/quality-checker/evaluation-state.ts';
import { openEntryTable } from '../../../shared/quality-checker/open-entry-table.ts';
import { type OpenedSubmission, openSubmission } from './open-submission.ts';

const environment = readEnvironment({
  BUCKET: z.string().min(1),
  ALLOWED_PRIVATE_ORIGINS: privateOrigins,
});

const s3 = new S3Client();
const deps = {
  s3,
  bucket: environment.BUCKET,
  entries: openEntryTable(),
  datasets: new DatasetStore(s3, environment.BUCKET),
  allowedPrivateOrigins: environment.ALLOWED_PRIVATE_ORIGINS,
};

/** First step of the workflow: the zip is there, and holds what the dataset asks for. */
export async function handler(event: unknown): Promise<OpenedSubmission> {
  return openSubmission(deps, evaluationInput.parse(event).id);
}
