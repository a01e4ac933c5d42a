import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { cancelJob as operation } from '../../../shared/api/operations/cancel-job.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createRequestAllowance } from '../../../shared/jobs/request-allowance.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { cancelJob } from './cancel-job.ts';

/** How long a call to the service may wait for its turn: a caller of ours waits as well. */
const PATIENCE_MS = 5_000;

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  MVSEP_TOKEN_SECRET: z.string().min(1),
  MVSEP_URL: z.url(),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(2),
  WORKFLOW_ARN: z.string().min(1),
});

const log = createLogger('cancel-job');
const now = () => new Date();
const table = openPipelineTable(environment.JOBS_TABLE);

const deps = {
  table,
  jobs: createJobTable(table),
  s3: new S3Client(),
  stepFunctions: new SFNClient(),
  eventBridge: new EventBridgeClient(),
  client: createMvsepClient({
    baseUrl: environment.MVSEP_URL,
    token: secretReader(environment.MVSEP_TOKEN_SECRET),
    pace: createRequestAllowance({
      table,
      requestsPerMinute: environment.REQUESTS_PER_MINUTE,
      patienceMs: PATIENCE_MS,
      now,
    }),
  }),
  workflowArn: environment.WORKFLOW_ARN,
  now,
  log,
};

export const handler = answerOperation(operation, log, (request) => cancelJob(deps, request));
