import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { modelKeys } from '../../shared/models/model-keys.ts';
import { functionFamily } from '../constructs/function-family.ts';
import type { UndeliveredQueue } from '../constructs/undelivered-queue.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';
import type { EngineTables } from './engine-tables.ts';
import { modelFunction } from './model-function.ts';

export interface OperatorModelsProps {
  readonly settings: Settings;
  readonly bucket: Bucket;
  readonly tables: EngineTables;
  readonly undelivered: UndeliveredQueue;
}

/** Where functions read models, and where they write reports on them. */
export const MODEL_PREFIXES: readonly string[] = [modelKeys.prefix, modelKeys.report('*')];

/** Models of the operator: dropped in the bucket, tried, and from then on they serve; taken away, they do not. */
export class OperatorModels extends Construct {
  constructor(scope: Construct, id: string, { settings, bucket, tables, undelivered }: OperatorModelsProps) {
    super(scope, id);
    const define = functionFamily(this, {
      folder: 'functions/engine',
      logRetentionDays: settings.logRetentionDays,
    });
    const register = define('register-model', {
      description: 'Tries a model of the operator, and writes a report on it beside the model',
      timeout: timeLimits.audioFunction,
      ...modelFunction(this, settings),
      environment: {
        BUCKET: bucket.bucketName,
        PUBLICATIONS_TABLE: tables.publications.tableName,
        MODEL_MEGABYTES: String(settings.engine.modelMegabytes),
        CHUNK_SECONDS: String(settings.engine.chunkSeconds),
        CHUNK_TIMEOUT_SECONDS: String(timeLimits.audioFunction.toSeconds()),
      },
    });
    register.mayDo(['s3:GetObject'], [bucket.arnForObjects(`${modelKeys.prefix}*`)]);
    // Else S3 does not tell a model that is gone from one that nobody may read.
    register.mayDo(['s3:ListBucket'], [bucket.bucketArn]);
    register.mayDo(['s3:PutObject', 's3:DeleteObject'], [bucket.arnForObjects(modelKeys.report('*'))]);
    register.mayDo(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      [tables.publications.tableArn],
    );
    new Rule(this, 'Changed', {
      description: 'A model of the operator was dropped in the bucket, or taken away',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created', 'Object Deleted'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ prefix: modelKeys.prefix }] } },
      },
      targets: [new LambdaFunction(register, undelivered.deliveryTo(register))],
    });
  }
}
