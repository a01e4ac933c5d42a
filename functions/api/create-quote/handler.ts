import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { answerOperation } from '../../../shared/api/answer/answer-operation.ts';
import { createQuote as operation } from '../../../shared/api/operations/create-quote.ts';
import { readEnvironment } from '../../../shared/aws/read-environment.ts';
import { creditLimit } from '../../../shared/jobs/credit-limit.ts';
import { openPipelineTable } from '../../../shared/jobs/open-pipeline-table.ts';
import { openBestChooser } from '../../../shared/leaderboards/open-best-chooser.ts';
import { createLogger } from '../../../shared/logging/logger.ts';
import { separation } from '../../../shared/mvsep/catalogue/separation.ts';
import { createQuote } from './create-quote.ts';

const environment = readEnvironment({
  BUCKET: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  MVSEP_URL: z.url(),
  DEFAULT_SEPARATION: z
    .string()
    .transform((text) => JSON.parse(text))
    .pipe(separation),
  DEFAULT_RECIPE: z.string().min(1).optional(),
  CREDITS_PER_MONTH: creditLimit,
  CREDITS_PER_JOB: creditLimit,
});

const s3 = new S3Client();
const table = openPipelineTable(environment.JOBS_TABLE);

const deps = {
  s3,
  bucket: environment.BUCKET,
  table,
  upstream: new URL(environment.MVSEP_URL).host,
  defaults: environment.DEFAULT_SEPARATION,
  defaultRecipe: environment.DEFAULT_RECIPE,
  chooseBestIn: openBestChooser(s3, table),
  limits: { perMonth: environment.CREDITS_PER_MONTH, perJob: environment.CREDITS_PER_JOB },
  now: () => new Date(),
};

/** POST /v1/quotes → what a song would cost. */
export const handler = answerOperation(operation, createLogger('create-quote'), (request) =>
  createQuote(deps, request),
);
