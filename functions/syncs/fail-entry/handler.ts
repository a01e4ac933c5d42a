import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { failedExecution } from '../../../shared/aws/failed-execution.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { submissionInput } from '../../../shared/submissions/submission-step.ts';
import { createSubmissionTable } from '../../../shared/submissions/submission-table.ts';
import { failEntry } from './fail-entry.ts';

const environment = readEnvironment({ LEADERBOARDS_TABLE: z.string().min(1) });

const deps = {
  s3: new S3Client(),
  submissions: createSubmissionTable({
    documents: documentClient(),
    tableName: environment.LEADERBOARDS_TABLE,
  }),
  eventBridge: new EventBridgeClient(),
  now: () => new Date(),
  log: createLogger('fail-entry'),
};

/** Workflow step, and the target of ended executions: says why a submission is not followed any more. */
export async function handler(event: unknown): Promise<void> {
  const { input, error } = failedExecution.parse(event);
  await failEntry(deps, submissionInput.parse(input), error);
}
