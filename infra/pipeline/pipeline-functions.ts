import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { functionFamily } from '../constructs/function-family.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';

export interface PipelineFunctionsProps {
  readonly settings: Settings;
  readonly bucket: Bucket;
  readonly jobs: TableV2;
  /** Base address of the MVSep API. */
  readonly mvsepUrl: string;
  readonly mvsepToken: Secret;
  /** Address under which the webhook route is reached, without job and signature. */
  readonly webhookUrl: string;
  readonly webhookSecret: Secret;
  /** Comma-separated origins that downloads may reach although they are private. */
  readonly allowedPrivateOrigins: string;
}

/** The functions of the Pipeline, without their grants: those stand in `grant-pipeline.ts`. */
export class PipelineFunctions extends Construct {
  readonly onUpload: HouseFunction;
  readonly inspectAudio: HouseFunction;
  readonly createSeparation: HouseFunction;
  readonly awaitResult: HouseFunction;
  readonly receiveWebhook: HouseFunction;
  readonly pollSeparations: HouseFunction;
  readonly copyStem: HouseFunction;
  readonly completeJob: HouseFunction;
  readonly failJob: HouseFunction;

  constructor(scope: Construct, id: string, props: PipelineFunctionsProps) {
    super(scope, id);
    const { settings } = props;
    const mvsep = { MVSEP_URL: props.mvsepUrl };
    const webhookSecret = { WEBHOOK_SECRET: props.webhookSecret.secretArn };

    const define = functionFamily(this, {
      folder: 'functions/pipeline',
      logRetentionDays: settings.logRetentionDays,
      environment: { JOBS_TABLE: props.jobs.tableName },
    });

    this.onUpload = define('on-upload', {
      description: 'Makes a job of an uploaded song and starts its execution',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: { DEFAULT_SEPARATION: JSON.stringify(settings.separation) },
    });
    this.inspectAudio = define('inspect-audio', {
      description: 'Reads what kind of audio a song is, and quotes the credits',
      memoryMegabytes: 512,
      timeout: timeLimits.shortFunction,
    });
    this.createSeparation = define('create-separation', {
      description: 'Hands a song to the MVSep API, at most once',
      memoryMegabytes: 512,
      timeout: timeLimits.createFunction,
      streams: true,
      environment: {
        ...mvsep,
        ...webhookSecret,
        MVSEP_TOKEN_SECRET: props.mvsepToken.secretArn,
        WEBHOOK_URL: props.webhookUrl,
        AUDIO_HANDOFF: settings.audioHandoff,
      },
    });
    this.awaitResult = define('await-result', {
      description: 'Leaves the task token with the job until its separation has ended',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
    });
    this.receiveWebhook = define('receive-webhook', {
      description: 'Takes a webhook as a hint to ask the MVSep API whether a separation has ended',
      memoryMegabytes: 256,
      timeout: timeLimits.httpFunction,
      environment: { ...mvsep, ...webhookSecret },
    });
    this.pollSeparations = define('poll-separations', {
      description: 'Asks the MVSep API about all waiting jobs, within a budget of requests',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: { ...mvsep, REQUESTS_PER_RUN: String(settings.requestsPerPoll) },
    });
    this.copyStem = define('copy-stem', {
      description: 'Copies one stem from the MVSep API into the bucket',
      memoryMegabytes: 512,
      timeout: timeLimits.copyFunction,
      streams: true,
      environment: { ALLOWED_PRIVATE_ORIGINS: props.allowedPrivateOrigins },
    });
    this.completeJob = define('complete-job', {
      description: 'Writes the manifest and settles the record of a finished job',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
    });
    this.failJob = define('fail-job', {
      description: 'Writes onto the record why a job failed',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
    });
  }
}
