import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { createRequestAllowance } from '../../../shared/jobs/request-allowance.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { type SubmissionStep, submissionInput } from '../../../shared/submissions/submission-step.ts';
import { createSubmissionTable } from '../../../shared/submissions/submission-table.ts';
import { zipByLink, zipByUpload } from './open-zip.ts';
import { submitEntry } from './submit-entry.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  LEADERBOARDS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  MVSEP_TOKEN_SECRET: z.string().min(1),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
  ZIP_HANDOFF: z.enum(['link', 'upload']),
});

/** How long a call waits for its place in the budget of requests. */
const PATIENCE_MS = 60_000;

const documents = documentClient();
const s3 = new S3Client();
const token = secretReader(environment.MVSEP_TOKEN_SECRET);
const now = () => new Date();
const deps = {
  s3,
  submissions: createSubmissionTable({ documents, tableName: environment.LEADERBOARDS_TABLE }),
  eventBridge: new EventBridgeClient(),
  client: createMvsepClient({
    baseUrl: environment.MVSEP_URL,
    token,
    pace: createRequestAllowance({
      table: { documents, tableName: environment.JOBS_TABLE },
      requestsPerMinute: environment.REQUESTS_PER_MINUTE,
      patienceMs: PATIENCE_MS,
      now,
    }),
  }),
  upstreamUrl: environment.MVSEP_URL,
  token,
  openZip: environment.ZIP_HANDOFF === 'link' ? zipByLink(s3) : zipByUpload(s3),
  now,
  log: createLogger('submit-entry'),
};

/** Workflow step → the zip is at the service, or it is said when to look or to try again. */
export async function handler(event: unknown, context: Context): Promise<SubmissionStep> {
  const remainingMs = () => context.getRemainingTimeInMillis();
  return submitEntry({ ...deps, remainingMs }, submissionInput.parse(event));
}
