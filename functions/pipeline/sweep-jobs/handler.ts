import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { openBestChooser } from '../../../shared/leaderboards/open-best-chooser.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { separation } from '../../../shared/mvsep/catalogue/separation.ts';
import { sweepJobs } from './sweep-jobs.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  BUCKET: z.string().min(1),
  WORKFLOW_ARN: z.string().min(1),
  DEFAULT_SEPARATION: z
    .string()
    .transform((text) => JSON.parse(text))
    .pipe(separation),
  DEFAULT_RECIPE: z.string().min(1).optional(),
});

/** What is begun must be finished in time, and the report written. */
const TIME_FOR_THE_END_MS = 60_000;

const table = openPipelineTable(environment.JOBS_TABLE);
const s3 = new S3Client();

const deps = {
  table,
  jobs: createJobTable(table),
  s3,
  stepFunctions: new SFNClient(),
  eventBridge: new EventBridgeClient(),
  bucket: environment.BUCKET,
  workflowArn: environment.WORKFLOW_ARN,
  defaults: environment.DEFAULT_SEPARATION,
  defaultRecipe: environment.DEFAULT_RECIPE,
  chooseBestIn: openBestChooser(s3, table),
  now: () => new Date(),
  log: createLogger('sweep-jobs'),
};

/** Schedule, or an operator's own call → bucket, table and executions agree, or a report says where they do not. */
export async function handler(_event: unknown, context: Context): Promise<ReturnType<typeof summaryOf>> {
  const hasTime = () => context.getRemainingTimeInMillis() > TIME_FOR_THE_END_MS;
  return summaryOf(await sweepJobs({ ...deps, hasTime }));
}

function summaryOf(report: Awaited<ReturnType<typeof sweepJobs>>) {
  return report.summary();
}
