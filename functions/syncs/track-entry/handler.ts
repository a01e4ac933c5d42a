import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createRequestAllowance } from '../../../shared/jobs/request-allowance.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { CALL_LIMITS } from '../../../shared/mvsep/client/call-limits.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { type SubmissionStep, submissionInput } from '../../../shared/submissions/submission-step.ts';
import { createSubmissionTable } from '../../../shared/submissions/submission-table.ts';
import { trackEntry } from './track-entry.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  LEADERBOARDS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
});

/** How long a call waits for its place in the budget of requests: songs go first. */
const PATIENCE_MS = 1_000;

const documents = documentClient();
const now = () => new Date();
const deps = {
  s3: new S3Client(),
  submissions: createSubmissionTable({ documents, tableName: environment.LEADERBOARDS_TABLE }),
  eventBridge: new EventBridgeClient(),
  client: createMvsepClient({
    baseUrl: environment.MVSEP_URL,
    timeouts: { answerMs: CALL_LIMITS.pollMs },
    pace: createRequestAllowance({
      table: { documents, tableName: environment.JOBS_TABLE },
      requestsPerMinute: environment.REQUESTS_PER_MINUTE,
      patienceMs: PATIENCE_MS,
      now,
    }),
  }),
  upstreamUrl: environment.MVSEP_URL,
  now,
  log: createLogger('track-entry'),
};

/** Workflow step → one look at what the quality checker says, and when to look again. */
export async function handler(event: unknown): Promise<SubmissionStep> {
  return trackEntry(deps, submissionInput.parse(event));
}
