import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { documentClient } from '../../../shared/aws/document-client.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { createSubmissionTable } from '../../../shared/submissions/submission-table.ts';
import { acceptEntry } from './accept-entry.ts';
import { droppedObject } from './dropped-object.ts';

const environment = readEnvironment({
  LEADERBOARDS_TABLE: z.string().min(1),
  WORKFLOW_ARN: z.string().min(1),
});

const deps = {
  s3: new S3Client(),
  submissions: createSubmissionTable({
    documents: documentClient(),
    tableName: environment.LEADERBOARDS_TABLE,
  }),
  stepFunctions: new SFNClient(),
  workflowArn: environment.WORKFLOW_ARN,
  now: () => new Date(),
  log: createLogger('accept-entry'),
};

/** EventBridge "Object Created" below `quality-checker/` → a submission and its execution. */
export async function handler(event: unknown): Promise<void> {
  await acceptEntry(deps, droppedObject.parse(event));
}
