import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { CURRENT_CATALOGUE_KEY } from '../../shared/catalogue/catalogue-keys.ts';
import { INCOMING_PREFIX } from '../../shared/jobs/incoming-prefix.ts';
import { BY_MONTH_INDEX, BY_STATE_INDEX, BY_WORK_INDEX } from '../../shared/jobs/job-indexes.ts';
import { RECIPES_KEY } from '../../shared/recipes/recipes-key.ts';
import { maySpeak } from '../constructs/may-speak.ts';
import type { JobTable } from './job-table.ts';
import { maySeeExecutions } from './may-see-executions.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';

export interface PipelineResources {
  readonly bucket: Bucket;
  readonly jobs: JobTable;
  readonly mvsepToken: Secret;
  readonly webhookSecret: Secret;
  readonly workflow: StateMachine;
}

/**
 * Allows each function of the Pipeline exactly the calls that it makes.
 *
 * Read it as the list of who may touch what. The local cloud refuses everything that does not stand here,
 * so a missing line shows in the tests and not in production. The function that posts notifications is granted its one
 * secret where it is made, because most deployments do without it.
 */
export function grantPipeline(functions: PipelineFunctions, resources: PipelineResources): void {
  const { bucket, jobs, workflow } = resources;
  const uploads = bucket.arnForObjects('uploads/*');
  const incoming = bucket.arnForObjects(`${INCOMING_PREFIX}*`);
  const handoffs = bucket.arnForObjects('handoff/*');
  const stems = bucket.arnForObjects('stems/*');
  const reports = bucket.arnForObjects('reports/*');
  const recipes = bucket.arnForObjects(RECIPES_KEY);
  const catalogue = bucket.arnForObjects(CURRENT_CATALOGUE_KEY);
  const records = [jobs.tableArn];
  const byWork = [`${jobs.tableArn}/index/${BY_WORK_INDEX}`];
  const byState = [`${jobs.tableArn}/index/${BY_STATE_INDEX}`];
  const byMonth = [`${jobs.tableArn}/index/${BY_MONTH_INDEX}`];
  const read = 'dynamodb:GetItem';
  const create = 'dynamodb:PutItem';
  const write = 'dynamodb:UpdateItem';
  const list = 'dynamodb:Query';
  const remove = 'dynamodb:DeleteItem';
  const endWait = ['states:SendTaskSuccess', 'states:SendTaskFailure'];
  const token = [resources.mvsepToken.secretArn];
  const webhookSecret = [resources.webhookSecret.secretArn];
  const readSecret = ['secretsmanager:GetSecretValue'];

  const { onUpload, checkRecipes, fetchSong, inspectAudio, separate, startQueued } = functions;
  const { pollSeparations, receiveWebhook, copyStem, failStep, completeJob, failJob } = functions;
  const { settleCharges, sweepJobs } = functions;

  // Without ListBucket S3 answers "forbidden" for an object that is already gone.
  for (const reader of [onUpload, checkRecipes, fetchSong, inspectAudio, separate, copyStem, sweepJobs]) {
    reader.mayDo(['s3:ListBucket'], [bucket.bucketArn]);
  }
  for (const speaker of [
    onUpload,
    inspectAudio,
    separate,
    startQueued,
    copyStem,
    completeJob,
    failJob,
    sweepJobs,
  ]) {
    maySpeak(speaker);
  }
  for (const caller of [separate, startQueued, copyStem, settleCharges]) {
    caller.mayDo(readSecret, token);
  }

  onUpload.mayDo(['s3:GetObject'], [uploads, recipes]);
  onUpload.mayDo([read, list, create, write], records);
  onUpload.mayDo(['states:StartExecution'], [workflow.stateMachineArn]);

  checkRecipes.mayDo(['s3:GetObject'], [recipes]);
  checkRecipes.mayDo(['s3:PutObject'], [reports]);

  fetchSong.mayDo(['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], [incoming]);
  fetchSong.mayDo([read, write], records);

  inspectAudio.mayDo(['s3:GetObject'], [uploads, incoming, stems, catalogue]);
  inspectAudio.mayDo([read, list, create, write], records);

  separate.mayDo(['s3:GetObject'], [uploads, incoming, stems, handoffs]);
  separate.mayDo(['s3:PutObject', 's3:DeleteObject'], [handoffs]);
  separate.mayDo([read, list, create, write, remove], records);
  separate.mayDo([list], byWork);
  separate.mayDo(readSecret, webhookSecret);
  separate.mayDoToItsCaller(endWait, [workflow.stateMachineArn]);

  startQueued.mayDo(['s3:DeleteObject'], [handoffs]);
  startQueued.mayDo([read, list, create, write, remove], records);
  startQueued.mayDo([list], [...byWork, ...byState]);
  startQueued.mayDo(endWait, [workflow.stateMachineArn]);

  pollSeparations.mayDo([read, list, create, write, remove], records);
  pollSeparations.mayDo([list], byWork);
  pollSeparations.mayDo(endWait, [workflow.stateMachineArn]);

  receiveWebhook.mayDo([read, list, create, write, remove], records);
  receiveWebhook.mayDo(readSecret, webhookSecret);
  receiveWebhook.mayDo(endWait, [workflow.stateMachineArn]);

  copyStem.mayDo(['s3:PutObject', 's3:GetObject', 's3:DeleteObject'], [stems]);
  copyStem.mayDo([read, list, create, write, remove], records);
  copyStem.mayDo([list], byWork);
  copyStem.mayDoToItsCaller(['states:SendTaskFailure'], [workflow.stateMachineArn]);

  failStep.mayDo([read, list, write, remove], records);
  failStep.mayDoToItsCaller(endWait, [workflow.stateMachineArn]);

  completeJob.mayDo(['s3:PutObject'], [stems]);
  completeJob.mayDo([read, list, write], records);

  failJob.mayDo([read, list, write, remove], records);

  settleCharges.mayDo([read, write], records);
  settleCharges.mayDo([list], byWork);

  sweepJobs.mayDo(['s3:GetObject'], [uploads, stems, recipes]);
  sweepJobs.mayDo(['s3:PutObject'], [reports]);
  sweepJobs.mayDo([read, list, create, write, remove], records);
  sweepJobs.mayDo([list], [...byState, ...byMonth]);
  sweepJobs.mayDo(['states:StartExecution', 'states:ListExecutions'], [workflow.stateMachineArn]);
  maySeeExecutions(sweepJobs, workflow);
}
