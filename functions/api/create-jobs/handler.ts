import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { createJobs as operation } from '../../../shared/api/operations/create-jobs.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { openBestChooser } from '../../../shared/leaderboards/open-best-chooser.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { separation } from '../../../shared/mvsep/catalogue/separation.ts';
import { createJobs } from './create-jobs.ts';

const environment = readEnvironment({
  BUCKET: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  WORKFLOW_ARN: z.string().min(1),
  DEFAULT_SEPARATION: z
    .string()
    .transform((text) => JSON.parse(text))
    .pipe(separation),
  DEFAULT_RECIPE: z.string().min(1).optional(),
});

const log = createLogger('create-jobs');

const s3 = new S3Client();
const table = openPipelineTable(environment.JOBS_TABLE);

const deps = {
  s3,
  bucket: environment.BUCKET,
  stepFunctions: new SFNClient(),
  eventBridge: new EventBridgeClient(),
  jobs: createJobTable(table),
  workflowArn: environment.WORKFLOW_ARN,
  defaults: environment.DEFAULT_SEPARATION,
  defaultRecipe: environment.DEFAULT_RECIPE,
  chooseBestIn: openBestChooser(s3, table),
  now: () => new Date(),
  log,
};

export const handler = answerOperation(operation, log, (request) => createJobs(deps, request));
