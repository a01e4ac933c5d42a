import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { createSeparation as call } from '../../../shared/mvsep/contract/create-separation.ts';
import { answerCall } from '../../../shared/mvsep/server/answer-call.ts';
import { pathsFrame } from '../../../shared/mvsep-paths/paths-frame.ts';
import { createSeparation } from './create-separation.ts';

const environment = readEnvironment({
  API_URL: z.url(),
  BUCKET: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  WORKFLOW_ARN: z.string().min(1),
});

const frame = pathsFrame('create-separation');
const table = openPipelineTable(environment.JOBS_TABLE);

const deps = {
  table,
  jobs: createJobTable(table),
  s3: new S3Client(),
  bucket: environment.BUCKET,
  eventBridge: new EventBridgeClient(),
  stepFunctions: new SFNClient(),
  workflowArn: environment.WORKFLOW_ARN,
  apiUrl: environment.API_URL,
  now: frame.now,
  log: frame.log,
};

/** POST /api/separation/create → a job of the Pipeline, under a hash as the service gives them. */
export const handler = answerCall(call, frame, (request) => createSeparation(deps, request));
