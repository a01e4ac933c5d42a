import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { BY_STATE_INDEX } from '../../shared/jobs/by-state-index.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';

export interface PipelineResources {
  readonly bucket: Bucket;
  readonly jobs: TableV2;
  readonly mvsepToken: Secret;
  readonly webhookSecret: Secret;
  readonly workflow: StateMachine;
}

/**
 * Allows each function of the Pipeline exactly the calls that it makes.
 *
 * Read it as the list of who may touch what. The local cloud refuses everything that does not stand here,
 * so a missing line shows in the tests and not in production.
 */
export function grantPipeline(functions: PipelineFunctions, resources: PipelineResources): void {
  const { bucket, jobs, workflow } = resources;
  const uploads = bucket.arnForObjects('uploads/*');
  const handoffs = bucket.arnForObjects('handoff/*');
  const stems = bucket.arnForObjects('stems/*');
  const jobRecords = [jobs.tableArn];
  const read = 'dynamodb:GetItem';
  const write = 'dynamodb:UpdateItem';
  const endWait = ['states:SendTaskSuccess', 'states:SendTaskFailure'];

  // Without ListBucket S3 answers "forbidden" for an upload that is already gone.
  for (const reader of [functions.onUpload, functions.inspectAudio, functions.createSeparation]) {
    reader.mayDo(['s3:GetObject'], [uploads]);
    reader.mayDo(['s3:ListBucket'], [bucket.bucketArn]);
  }
  functions.onUpload.mayDo([read, 'dynamodb:PutItem', write], jobRecords);
  functions.onUpload.mayDo(['states:StartExecution'], [workflow.stateMachineArn]);

  functions.inspectAudio.mayDo([read, write], jobRecords);

  functions.createSeparation.mayDo(['s3:GetObject', 's3:PutObject'], [handoffs]);
  functions.createSeparation.mayDo([read, write], jobRecords);
  functions.createSeparation.mayDo(
    ['secretsmanager:GetSecretValue'],
    [resources.mvsepToken.secretArn, resources.webhookSecret.secretArn],
  );

  functions.awaitResult.mayDo([read, write], jobRecords);
  functions.awaitResult.mayDoToItsCaller(endWait, [workflow.stateMachineArn]);

  functions.receiveWebhook.mayDo([read, write], jobRecords);
  functions.receiveWebhook.mayDo(['secretsmanager:GetSecretValue'], [resources.webhookSecret.secretArn]);
  functions.receiveWebhook.mayDo(endWait, [workflow.stateMachineArn]);

  functions.pollSeparations.mayDo([read, write], jobRecords);
  functions.pollSeparations.mayDo(['dynamodb:Query'], [`${jobs.tableArn}/index/${BY_STATE_INDEX}`]);
  functions.pollSeparations.mayDo(endWait, [workflow.stateMachineArn]);

  functions.copyStem.mayDo(['s3:PutObject'], [stems]);
  functions.copyStem.mayDo([read, write], jobRecords);

  functions.completeJob.mayDo(['s3:PutObject'], [stems]);
  functions.completeJob.mayDo([read, write], jobRecords);

  functions.failJob.mayDo([read, write], jobRecords);
}
