import { INCOMING_PREFIX } from '../../shared/jobs/incoming-prefix.ts';
import { RECIPES_KEY } from '../../shared/recipes/recipes-key.ts';
import { maySpeak } from '../constructs/may-speak.ts';
import { mayChooseBest } from '../pipeline/may-choose-best.ts';
import { maySeeExecutions } from '../pipeline/may-see-executions.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import type { ApiFunction } from './api-function.ts';

/** The functions behind the operations that make and change jobs, by the names of their folders. */
export function writingFunctions(parts: PipelineParts): Readonly<Record<string, ApiFunction>> {
  const { settings, bucket, jobs, workflow, mvsepToken } = parts;
  const incoming = bucket.arnForObjects(`${INCOMING_PREFIX}*`);
  const uploads = bucket.arnForObjects('uploads/*');
  const handoffs = bucket.arnForObjects('handoff/*');
  const stems = bucket.arnForObjects('stems/*');
  const recipes = bucket.arnForObjects(RECIPES_KEY);
  const records = [jobs.tableArn];
  const read = 'dynamodb:GetItem';
  const create = 'dynamodb:PutItem';
  const write = 'dynamodb:UpdateItem';
  const list = 'dynamodb:Query';
  const remove = 'dynamodb:DeleteItem';
  const start = ['states:StartExecution'];
  const endWait = ['states:SendTaskSuccess', 'states:SendTaskFailure'];
  const ofWorkflow = [workflow.stateMachineArn];
  const readSecret = ['secretsmanager:GetSecretValue'];
  const songs = { BUCKET: bucket.bucketName };
  const running = { WORKFLOW_ARN: workflow.stateMachineArn };
  const mvsep = {
    MVSEP_URL: parts.mvsepUrl,
    MVSEP_TOKEN_SECRET: mvsepToken.secretArn,
    REQUESTS_PER_MINUTE: String(settings.requestsPerMinute),
  };

  return {
    'create-upload': {
      description: 'Answers a form with which one song is sent to the bucket',
      environment: { ...songs, UPLOAD_MEGABYTES: String(settings.api.uploadMegabytes) },
      mayDo: [
        // Whoever sends the form does so with the rights of this function.
        [['s3:PutObject'], [incoming]],
        [[read], records],
      ],
    },
    'create-jobs': {
      description: 'Makes jobs of songs that were sent or lie behind links',
      memoryMegabytes: 512,
      environment: {
        ...songs,
        ...running,
        DEFAULT_SEPARATION: JSON.stringify(settings.separation),
        ...(settings.recipe === undefined ? {} : { DEFAULT_RECIPE: settings.recipe }),
      },
      mayDo: [
        // Without ListBucket S3 answers "forbidden" for an object that is not there.
        [['s3:ListBucket'], [bucket.bucketArn]],
        [['s3:GetObject'], [incoming, uploads, recipes]],
        [[read, list, create, write], records],
        [start, ofWorkflow],
      ],
      mayAlso(maker) {
        maySpeak(maker);
        mayChooseBest(maker, parts);
      },
    },
    'cancel-job': {
      description: 'Cancels a job wherever it is',
      environment: { ...running, ...mvsep },
      mayDo: [
        [['s3:DeleteObject'], [handoffs]],
        [[read, list, write, remove], records],
        [endWait, ofWorkflow],
        [readSecret, [mvsepToken.secretArn]],
      ],
      mayAlso(canceller) {
        maySpeak(canceller);
        maySeeExecutions(canceller, workflow);
      },
    },
    'retry-job': {
      description: 'Goes on with a job that failed or was cancelled',
      environment: { ...running, ...mvsep },
      mayDo: [
        [[read, list, write], records],
        [start, ofWorkflow],
        [readSecret, [mvsepToken.secretArn]],
      ],
      mayAlso: maySpeak,
    },
    'delete-job': {
      description: 'Deletes an ended job with what was made of it',
      mayDo: [
        [['s3:DeleteObject'], [incoming, uploads, handoffs, stems]],
        [[read, list, create, write, remove], records],
      ],
    },
  };
}
