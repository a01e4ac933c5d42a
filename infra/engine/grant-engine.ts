import { Validations } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { modelKeys } from '../../shared/models/model-keys.ts';
import type { EngineFunctions } from './engine-functions.ts';
import type { EngineTables } from './engine-tables.ts';
import { grantStartWaiting } from './grant-start-waiting.ts';
import { executionArns, workflowArns, workflowNames } from './workflow-arns.ts';

export interface EngineResources {
  readonly bucket: Bucket;
  readonly tables: EngineTables;
  readonly ownerToken: Secret;
  readonly tokenKey: Secret;
}

/** Allows each function of the Engine's workflows exactly the calls that it makes. */
export function grantEngine(functions: EngineFunctions, resources: EngineResources): void {
  const { bucket, tables, ownerToken, tokenKey } = resources;
  const { fetchRemote, prepareSeparation, separateChunk, writeStem, finishSeparation } = functions;
  const { postWebhook, failSeparation, tendQueue } = functions;
  const inputs = [bucket.arnForObjects('storage/temp/*')];
  const stems = [bucket.arnForObjects('storage/processed/*')];
  const chunks = [bucket.arnForObjects('work/*')];
  const records = [tables.separations.tableArn];
  const accounts = [tables.accounts.tableArn];
  const [read, put, write, remove] = [
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
  ];

  fetchRemote.mayDo(['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], inputs);
  fetchRemote.mayDo([read, put], records);
  fetchRemote.mayDo([read, put, write], accounts);

  prepareSeparation.mayDo(['s3:GetObject'], inputs);
  prepareSeparation.mayDo(['s3:PutObject'], chunks);
  prepareSeparation.mayDo([read, write], records);

  separateChunk.mayDo(['s3:GetObject', 's3:PutObject'], chunks);
  separateChunk.mayDo(['s3:GetObject'], [bucket.arnForObjects(`${modelKeys.prefix}*`)]);
  // Else S3 does not tell a model that the operator took away from one that nobody may read.
  separateChunk.mayDo(['s3:ListBucket'], [bucket.bucketArn]);
  separateChunk.mayDo([read, write], records);

  writeStem.mayDo(['s3:GetObject'], chunks);
  writeStem.mayDo(['s3:PutObject', 's3:AbortMultipartUpload'], stems);
  writeStem.mayDo([read, write], records);

  finishSeparation.mayDo([read], records);
  finishSeparation.mayDo([write, remove], accounts);
  finishSeparation.mayDo([put], [tables.publications.tableArn]);

  postWebhook.mayDo([read], records);
  postWebhook.mayDo(['secretsmanager:GetSecretValue'], [ownerToken.secretArn, tokenKey.secretArn]);

  for (const ending of [failSeparation, tendQueue]) {
    ending.mayDo([read], records);
    ending.mayDo([put, write, remove], accounts);
  }
  for (const starting of [fetchRemote, finishSeparation, failSeparation, tendQueue]) {
    grantStartWaiting(starting, tables);
  }
  tendQueue.mayDo(['states:StartExecution'], [workflowArns(tendQueue).fetch]);
  const { separate, fetch } = workflowNames(tendQueue);
  tendQueue.mayDo(['states:DescribeExecution'], Object.values(executionArns(tendQueue)));
  for (const name of [separate, fetch]) {
    Validations.of(tendQueue.role ?? tendQueue).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${name}:*]`,
      reason: 'Executions are named after hashes that are made while the Engine runs.',
    });
  }
}
