import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createRequestAllowance } from '../../../shared/jobs/request-allowance.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { refreshCatalogue } from './refresh-catalogue.ts';

const environment = readEnvironment({
  BUCKET: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
});

/** One call a day may wait long for its place among those that songs need. */
const PATIENCE_MS = 120_000;
const ANSWER_MS = 60_000;

const now = () => new Date();

const deps = {
  client: createMvsepClient({
    baseUrl: environment.MVSEP_URL,
    timeouts: { answerMs: ANSWER_MS },
    pace: createRequestAllowance({
      table: openPipelineTable(environment.JOBS_TABLE),
      requestsPerMinute: environment.REQUESTS_PER_MINUTE,
      patienceMs: PATIENCE_MS,
      now,
    }),
  }),
  s3: new S3Client(),
  eventBridge: new EventBridgeClient(),
  bucket: environment.BUCKET,
  upstream: new URL(environment.MVSEP_URL).host,
  now,
  log: createLogger('refresh-catalogue'),
};

/** Schedule, or an operator's own call → the separation types and prices as they are at the service now. */
export async function handler(): Promise<void> {
  await refreshCatalogue(deps);
}
