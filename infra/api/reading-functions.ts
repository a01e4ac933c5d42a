import { CURRENT_CATALOGUE_KEY } from '../../shared/catalogue/catalogue-keys.ts';
import { INCOMING_PREFIX } from '../../shared/jobs/incoming-prefix.ts';
import { BY_MONTH_INDEX, BY_OWNER_INDEX, BY_STATE_INDEX } from '../../shared/jobs/job-indexes.ts';
import { RECIPES_KEY } from '../../shared/recipes/recipes-key.ts';
import { engineTypes } from '../engine-types.ts';
import { mayChooseBest } from '../pipeline/may-choose-best.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import type { ApiFunction } from './api-function.ts';

/** The functions behind the operations that only look, by the names of their folders. */
export function readingFunctions(parts: PipelineParts): Readonly<Record<string, ApiFunction>> {
  const { settings, bucket, jobs, http, mvsepToken } = parts;
  const read = 'dynamodb:GetItem';
  const list = 'dynamodb:Query';
  const records = [jobs.tableArn];
  const index = (name: string) => `${jobs.tableArn}/index/${name}`;
  const songs = { BUCKET: bucket.bucketName };
  // Without ListBucket S3 answers "forbidden" for an object that is not there.
  const mayMiss = [['s3:ListBucket'], [bucket.bucketArn]] as const;
  const mayRead = (key: string) => [['s3:GetObject'], [bucket.arnForObjects(key)]] as const;

  return {
    'list-jobs': {
      description: 'Lists the jobs that a caller may see',
      mayDo: [[[list], [BY_OWNER_INDEX, BY_STATE_INDEX, BY_MONTH_INDEX].map(index)]],
    },
    'show-job': {
      description: 'Shows a job with its separations',
      mayDo: [[[list], records]],
    },
    'list-outputs': {
      description: 'Answers links to the stems of a job',
      environment: songs,
      mayDo: [
        [[list], records],
        mayMiss,
        // Whoever follows a link does so with the rights of this function.
        mayRead('stems/*'),
      ],
    },
    'create-quote': {
      description: 'Says what a song would cost',
      memoryMegabytes: 512,
      environment: {
        ...songs,
        DEFAULT_SEPARATION: JSON.stringify(settings.separation),
        ...(settings.recipe === undefined ? {} : { DEFAULT_RECIPE: settings.recipe }),
        CREDITS_PER_MONTH: String(settings.creditsPerMonth ?? 'unlimited'),
        CREDITS_PER_JOB: String(settings.creditsPerJob ?? 'unlimited'),
      },
      mayDo: [
        [[read], records],
        mayMiss,
        ...[`${INCOMING_PREFIX}*`, 'uploads/*', RECIPES_KEY, CURRENT_CATALOGUE_KEY].map(mayRead),
      ],
      mayAlso: (quoter) => mayChooseBest(quoter, parts),
    },
    'list-recipes': {
      description: 'Lists the recipes and what is wrong with them',
      environment: songs,
      mayDo: [mayMiss, mayRead(RECIPES_KEY)],
    },
    'list-separation-types': {
      description: 'Lists what the MVSep API can do with a song, and its price',
      environment: {
        ...songs,
        MVSEP_URL: parts.mvsepUrl,
        ...engineTypes(settings),
      },
      mayDo: [mayMiss, mayRead(CURRENT_CATALOGUE_KEY)],
    },
    'show-account': {
      description: 'Shows the credits, the queue of the MVSep API, and what is under way',
      environment: {
        MVSEP_URL: parts.mvsepUrl,
        MVSEP_TOKEN_SECRET: mvsepToken.secretArn,
        REQUESTS_PER_MINUTE: String(settings.requestsPerMinute),
        CREDITS_PER_MONTH: String(settings.creditsPerMonth ?? 'unlimited'),
      },
      mayDo: [
        [[read, 'dynamodb:UpdateItem'], records],
        [[list], [index(BY_STATE_INDEX)]],
        [['secretsmanager:GetSecretValue'], [mvsepToken.secretArn]],
      ],
    },
    'show-leaderboard': {
      description: 'Shows a leaderboard of the quality checker as it was last read',
      memoryMegabytes: 512,
      environment: { LEADERBOARDS_TABLE: parts.leaderboards.tableName },
      mayDo: [[[read, list], [parts.leaderboards.tableArn]]],
    },
    'describe-api': {
      description: 'Describes the API to programs',
      environment: { API_URL: http.apiEndpoint },
    },
  };
}
