import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { failedExecution } from '../../../shared/aws/failed-execution.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { evaluationInput } from '../../../shared/quality-checker/evaluation-state.ts';
import { openEntryTable } from '../../../shared/quality-checker/open-entry-table.ts';
import { failEvaluation } from './fail-evaluation.ts';

const environment = readEnvironment({ BUCKET: z.string().min(1) });

const deps = {
  s3: new S3Client(),
  bucket: environment.BUCKET,
  entries: openEntryTable(),
  now: () => new Date(),
  log: createLogger('fail-evaluation'),
};

/** Where every failing step of an evaluation ends, and every execution that ended without: the entry says why. */
export async function handler(event: unknown): Promise<void> {
  const { input, error } = failedExecution.parse(event);
  await failEvaluation(deps, evaluationInput.parse(input).id, error);
}
