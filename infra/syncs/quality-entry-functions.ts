import { Construct } from 'constructs';
import { ENTRY_PREFIX, ENTRY_REPORT_PREFIX, RESULT_PREFIX } from '../../shared/submissions/entry-prefixes.ts';
import { functionFamily } from '../constructs/function-family.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import { maySpeak } from '../constructs/may-speak.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { timeLimits } from '../time-limits.ts';

/** The functions that see to zips for the quality checker, each with exactly the calls that it makes. */
export class QualityEntryFunctions extends Construct {
  readonly acceptEntry: HouseFunction;
  readonly submitEntry: HouseFunction;
  readonly trackEntry: HouseFunction;
  readonly failEntry: HouseFunction;

  constructor(scope: Construct, id: string, parts: PipelineParts) {
    super(scope, id);
    const { settings, bucket, jobs, leaderboards, mvsepToken } = parts;
    const define = functionFamily(this, {
      folder: 'functions/syncs',
      logRetentionDays: settings.logRetentionDays,
      environment: {
        LEADERBOARDS_TABLE: leaderboards.tableName,
      },
    });
    const service = {
      MVSEP_URL: parts.mvsepUrl,
      REQUESTS_PER_MINUTE: String(settings.requestsPerMinute),
      // Where the allowance of requests is kept that all functions share.
      JOBS_TABLE: jobs.tableName,
    };
    this.acceptEntry = define('accept-entry', {
      description: 'Makes a submission of a zip for the quality checker and its sidecar file',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
    });
    this.submitEntry = define('submit-entry', {
      description: 'Sends a zip to the quality checker, at most once',
      memoryMegabytes: 512,
      timeout: timeLimits.createFunction,
      streams: true,
      environment: {
        ...service,
        MVSEP_TOKEN_SECRET: mvsepToken.secretArn,
        // API Gateway lets 4.4 MB through to an Engine, which takes links instead; mvsep.com takes no links.
        ZIP_HANDOFF: settings.upstream === 'engine' ? 'link' : 'upload',
      },
    });
    this.trackEntry = define('track-entry', {
      description: 'Looks for the entry of a zip at the quality checker, and for its scores',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
      environment: service,
    });
    this.failEntry = define('fail-entry', {
      description: 'Says why a zip for the quality checker is not followed any more',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
    });

    const zips = bucket.arnForObjects(`${ENTRY_PREFIX}*`);
    const results = bucket.arnForObjects(`${RESULT_PREFIX}*`);
    const reports = bucket.arnForObjects(`${ENTRY_REPORT_PREFIX}*`);
    const { acceptEntry, submitEntry, trackEntry, failEntry } = this;
    for (const each of [acceptEntry, submitEntry, trackEntry, failEntry]) {
      // Without ListBucket S3 answers "forbidden" for an object that is not there.
      each.mayDo(['s3:ListBucket'], [bucket.bucketArn]);
      each.mayDo(['s3:GetObject'], [zips]);
      each.mayDo(['s3:PutObject'], [results]);
      each.mayDo(['dynamodb:GetItem', 'dynamodb:PutItem'], [leaderboards.tableArn]);
    }
    acceptEntry.mayDo(['s3:PutObject'], [reports]);
    for (const speaker of [submitEntry, trackEntry, failEntry]) maySpeak(speaker);
    for (const caller of [submitEntry, trackEntry]) {
      caller.mayDo(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [jobs.tableArn]);
    }
    submitEntry.mayDo(['secretsmanager:GetSecretValue'], [mvsepToken.secretArn]);
  }
}
