import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { BY_STATUS_INDEX } from '../../shared/engine/by-status-index.ts';
import type { EngineFunctions } from './engine-functions.ts';

export interface EngineResources {
  readonly bucket: Bucket;
  readonly separations: TableV2;
  readonly ownerToken: Secret;
  readonly workflow: StateMachine;
}

/** Allows each function of the Engine exactly the calls that it makes. */
export function grantEngine(functions: EngineFunctions, resources: EngineResources): void {
  const { bucket, separations } = resources;
  const inputs = bucket.arnForObjects('storage/temp/*');
  const stems = bucket.arnForObjects('storage/processed/*');
  const chunks = bucket.arnForObjects('work/*');
  const records = [separations.tableArn];
  const queue = [`${separations.tableArn}/index/${BY_STATUS_INDEX}`];
  const read = 'dynamodb:GetItem';
  const write = 'dynamodb:UpdateItem';

  functions.createSeparation.mayDo(['secretsmanager:GetSecretValue'], [resources.ownerToken.secretArn]);
  functions.createSeparation.mayDo(['s3:PutObject'], [inputs]);
  functions.createSeparation.mayDo(['dynamodb:PutItem', write], records);
  functions.createSeparation.mayDo(['states:StartExecution'], [resources.workflow.stateMachineArn]);

  for (const reader of [functions.getSeparation, functions.getRemoteSeparation]) {
    reader.mayDo([read], records);
    reader.mayDo(['dynamodb:Query'], queue);
  }

  functions.prepareSeparation.mayDo(['s3:GetObject', 's3:PutObject'], [inputs]);
  functions.prepareSeparation.mayDo(['s3:PutObject'], [chunks]);
  functions.prepareSeparation.mayDo([read, 'dynamodb:PutItem', write], records);

  functions.separateChunk.mayDo(['s3:GetObject', 's3:PutObject'], [chunks]);
  functions.separateChunk.mayDo([read, write], records);

  functions.mergeStems.mayDo(['s3:GetObject'], [chunks]);
  functions.mergeStems.mayDo(['s3:PutObject'], [stems]);
  functions.mergeStems.mayDo([read, write], records);

  functions.postWebhook.mayDo([read], records);
  functions.failSeparation.mayDo([read, write], records);
}
