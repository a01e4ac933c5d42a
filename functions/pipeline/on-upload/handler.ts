import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { createJobTable } from '../../../shared/jobs/job-table.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { openBestChooser } from '../../../shared/leaderboards/open-best-chooser.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { separation } from '../../../shared/mvsep/catalogue/separation.ts';
import { acceptUpload } from './accept-upload.ts';
import { uploadEvent } from './upload-event.ts';

const environment = readEnvironment({
  JOBS_TABLE: z.string().min(1),
  WORKFLOW_ARN: z.string().min(1),
  DEFAULT_SEPARATION: z
    .string()
    .transform((text) => JSON.parse(text))
    .pipe(separation),
  DEFAULT_RECIPE: z.string().min(1).optional(),
});

const s3 = new S3Client();
const table = openPipelineTable(environment.JOBS_TABLE);

const deps = {
  s3,
  stepFunctions: new SFNClient(),
  eventBridge: new EventBridgeClient(),
  jobs: createJobTable(table),
  workflowArn: environment.WORKFLOW_ARN,
  defaults: environment.DEFAULT_SEPARATION,
  defaultRecipe: environment.DEFAULT_RECIPE,
  chooseBestIn: openBestChooser(s3, table),
  now: () => new Date(),
  log: createLogger('on-upload'),
};

/** EventBridge "Object Created" of the song bucket → a job and its execution. */
export async function handler(event: unknown): Promise<void> {
  await acceptUpload(deps, uploadEvent.parse(event));
}
