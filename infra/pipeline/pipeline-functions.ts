import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { functionFamily } from '../constructs/function-family.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';
import type { JobTable } from './job-table.ts';

export interface PipelineFunctionsProps {
  readonly settings: Settings;
  readonly bucket: Bucket;
  readonly jobs: JobTable;
  /** Base address of the MVSep API. */
  readonly mvsepUrl: string;
  readonly mvsepToken: Secret;
  /** Address under which the webhook routes are reached, without job and signature. */
  readonly webhookUrl: string;
  readonly webhookSecret: Secret;
  /** Comma-separated origins that downloads may reach although they are private. */
  readonly allowedPrivateOrigins: string;
}

/** The functions of the Pipeline, without their grants: those stand in `grant-pipeline.ts`. */
export class PipelineFunctions extends Construct {
  readonly onUpload: HouseFunction;
  readonly checkRecipes: HouseFunction;
  readonly fetchSong: HouseFunction;
  readonly inspectAudio: HouseFunction;
  readonly separate: HouseFunction;
  readonly startQueued: HouseFunction;
  readonly pollSeparations: HouseFunction;
  readonly receiveWebhook: HouseFunction;
  readonly copyStem: HouseFunction;
  readonly failStep: HouseFunction;
  readonly completeJob: HouseFunction;
  readonly failJob: HouseFunction;
  readonly settleCharges: HouseFunction;
  readonly sweepJobs: HouseFunction;

  constructor(scope: Construct, id: string, props: PipelineFunctionsProps) {
    super(scope, id);
    const { settings } = props;
    /** What every function that calls the MVSep API needs: whom to call, as whom, and how often it may. */
    const mvsep = {
      MVSEP_URL: props.mvsepUrl,
      MVSEP_TOKEN_SECRET: props.mvsepToken.secretArn,
      REQUESTS_PER_MINUTE: String(settings.requestsPerMinute),
    };
    const webhookSecret = { WEBHOOK_SECRET: props.webhookSecret.secretArn };
    const budget = {
      CREDITS_PER_MONTH: String(settings.creditsPerMonth ?? 'unlimited'),
      CREDITS_PER_JOB: String(settings.creditsPerJob ?? 'unlimited'),
    };
    /** How a separation is asked about: without a token, since whoever knows its hash may. */
    const waits = {
      MVSEP_URL: props.mvsepUrl,
      REQUESTS_PER_MINUTE: String(settings.requestsPerMinute),
      WEBHOOKS: settings.webhooks,
      SEPARATION_TIMEOUT_HOURS: String(settings.separationTimeoutHours),
    };
    /** What an upload gets that names nothing. */
    const defaults = {
      DEFAULT_SEPARATION: JSON.stringify(settings.separation),
      ...(settings.recipe === undefined ? {} : { DEFAULT_RECIPE: settings.recipe }),
    };
    const turns = { SEPARATIONS_AT_ONCE: String(settings.separationsAtOnce) };

    const define = functionFamily(this, {
      folder: 'functions/pipeline',
      logRetentionDays: settings.logRetentionDays,
      environment: {
        JOBS_TABLE: props.jobs.tableName,
      },
    });

    this.onUpload = define('on-upload', {
      description: 'Makes a job of an uploaded song and starts its execution',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: defaults,
    });
    this.checkRecipes = define('check-recipes', {
      description: 'Says what is wrong with the recipes in the bucket',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
    });
    this.fetchSong = define('fetch-song', {
      description: 'Brings the song of a job from its link into the bucket',
      memoryMegabytes: 512,
      timeout: timeLimits.fetchFunction,
      streams: true,
      environment: {
        ALLOWED_PRIVATE_ORIGINS: props.allowedPrivateOrigins,
        UPLOAD_MEGABYTES: String(settings.api.uploadMegabytes),
      },
    });
    this.inspectAudio = define('inspect-audio', {
      description: 'Reads what kind of audio a song is, quotes the credits and sets them aside',
      memoryMegabytes: 512,
      timeout: timeLimits.inspectFunction,
      streams: true,
      environment: {
        ...budget,
        MVSEP_URL: props.mvsepUrl,
        RESULT_CACHE_DAYS: String(settings.resultCacheDays),
      },
    });
    this.separate = define('separate', {
      description: 'Hands a song or a stem to the MVSep API when its turn comes, at most once',
      memoryMegabytes: 512,
      timeout: timeLimits.createFunction,
      streams: true,
      environment: {
        ...mvsep,
        ...webhookSecret,
        ...turns,
        WEBHOOK_URL: props.webhookUrl,
        WEBHOOKS: settings.webhooks,
        AUDIO_HANDOFF: settings.audioHandoff,
        RESULT_CACHE_DAYS: String(settings.resultCacheDays),
        BUCKET: props.bucket.bucketName,
      },
    });
    this.startQueued = define('start-queued', {
      description: 'Gives turns to what waits for one, and looks up what became of lost requests',
      memoryMegabytes: 256,
      timeout: timeLimits.clockFunction,
      environment: { ...mvsep, ...budget, ...turns, BUCKET: props.bucket.bucketName },
    });
    this.pollSeparations = define('poll-separations', {
      description: 'Asks the MVSep API about all waiting separations, within a budget of requests',
      memoryMegabytes: 256,
      timeout: timeLimits.clockFunction,
      environment: waits,
    });
    this.receiveWebhook = define('receive-webhook', {
      description: 'Takes a webhook as a hint to ask the MVSep API whether a separation has ended',
      memoryMegabytes: 256,
      timeout: timeLimits.httpFunction,
      environment: { ...waits, ...webhookSecret },
    });
    this.copyStem = define('copy-stem', {
      description: 'Copies one stem from the MVSep API into the bucket',
      memoryMegabytes: 512,
      timeout: timeLimits.copyFunction,
      streams: true,
      environment: {
        ...mvsep,
        ...turns,
        ALLOWED_PRIVATE_ORIGINS: props.allowedPrivateOrigins,
        PAY_FOR_MIRRORS: String(settings.payForMirrors),
        RESULT_CACHE_DAYS: String(settings.resultCacheDays),
        BUCKET: props.bucket.bucketName,
      },
    });
    this.failStep = define('fail-step', {
      description: 'Writes onto the record why a separation failed, and ends what builds on it',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
    });
    this.completeJob = define('complete-job', {
      description: 'Writes the manifest and settles the record of a job whose separations have all ended',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
    });
    this.failJob = define('fail-job', {
      description: 'Writes onto the record why a whole job failed',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
    });
    this.settleCharges = define('settle-charges', {
      description: 'Reads from the history of the account what separations really cost',
      memoryMegabytes: 256,
      timeout: timeLimits.clockFunction,
      environment: mvsep,
    });
    this.sweepJobs = define('sweep-jobs', {
      description: 'Compares bucket, table and executions once a day, and mends or reports',
      memoryMegabytes: 512,
      timeout: timeLimits.sweepFunction,
      environment: { ...defaults, BUCKET: props.bucket.bucketName },
    });
  }
}
