import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { secretReader } from '../../../shared/aws/secret.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createMvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { cancelSeparation as call } from '../../../shared/mvsep/contract/cancel-separation.ts';
import { answerCallWith } from '../../../shared/mvsep/server/answer-call.ts';
import { openForward } from '../../../shared/mvsep-paths/open-forward.ts';
import { pathsFrame } from '../../../shared/mvsep-paths/paths-frame.ts';
import { cancelSeparation } from './cancel-separation.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  MVSEP_TOKEN_SECRET: z.string().min(1),
  WORKFLOW_ARN: z.string().min(1),
});

/** A caller waits for the answer: what the service cannot be told in time, it is told never, and the job ends all the same. */
const ANSWER_WITHIN_MS = 10_000;

const table = openPipelineTable(environment.JOBS_TABLE);
const toService = openForward('cancel-separation');
const deps = {
  ...toService,
  table,
  jobs: createJobTable(table),
  client: createMvsepClient({
    baseUrl: environment.MVSEP_URL,
    token: secretReader(environment.MVSEP_TOKEN_SECRET),
    pace: toService.pace,
    timeouts: { answerMs: ANSWER_WITHIN_MS },
  }),
  s3: new S3Client(),
  stepFunctions: new SFNClient(),
  eventBridge: new EventBridgeClient(),
  workflowArn: environment.WORKFLOW_ARN,
};

/** POST /api/separation/cancel → a job whose separation has not begun is over. */
export const handler = answerCallWith(call, pathsFrame('cancel-separation'), (request) =>
  cancelSeparation(deps, request),
);
