import { Construct } from 'constructs';
import { SNAPSHOT_PREFIX } from '../../shared/leaderboards/snapshot-key.ts';
import { functionFamily } from '../constructs/function-family.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import { maySpeak } from '../constructs/may-speak.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { timeLimits } from '../time-limits.ts';

/** The functions of the sync of leaderboards, each with exactly the calls that it makes. None needs the token. */
export class LeaderboardFunctions extends Construct {
  readonly readQueue: HouseFunction;
  readonly readBoard: HouseFunction;
  readonly publishBoard: HouseFunction;
  readonly endSync: HouseFunction;

  constructor(scope: Construct, id: string, parts: PipelineParts) {
    super(scope, id);
    const { settings, bucket, jobs, leaderboards } = parts;
    const define = functionFamily(this, {
      folder: 'functions/syncs',
      logRetentionDays: settings.logRetentionDays,
      environment: {
        LEADERBOARDS_TABLE: leaderboards.tableName,
      },
    });
    const asking = {
      JOBS_TABLE: jobs.tableName,
      MVSEP_URL: parts.mvsepUrl,
      REQUESTS_PER_MINUTE: String(settings.requestsPerMinute),
    };
    const entries = [leaderboards.tableArn];

    this.readQueue = define('read-quality-queue', {
      description: 'Reads what waits at the quality checker and is on no leaderboard yet',
      memoryMegabytes: 256,
      timeout: timeLimits.syncFunction,
      environment: asking,
    });
    this.readQueue.mayDo(
      [
        'dynamodb:GetItem',
        'dynamodb:UpdateItem',
        'dynamodb:Query',
        'dynamodb:PutItem',
        'dynamodb:DeleteItem',
      ],
      entries,
    );

    this.readBoard = define('read-leaderboard', {
      description: 'Reads a leaderboard of the quality checker page by page, from where the last step was',
      memoryMegabytes: 256,
      timeout: timeLimits.syncFunction,
      environment: asking,
    });
    this.readBoard.mayDo(
      [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
        'dynamodb:Query',
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
      ],
      entries,
    );
    // The one allowance of requests, and nothing else of the jobs.
    for (const caller of [this.readQueue, this.readBoard]) {
      caller.mayDo(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [jobs.tableArn]);
    }

    this.publishBoard = define('publish-leaderboard', {
      description: 'Writes the snapshot of a leaderboard for Athena, and tells what is new on it',
      memoryMegabytes: 512,
      timeout: timeLimits.syncFunction,
      environment: { BUCKET: bucket.bucketName },
    });
    this.publishBoard.mayDo(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
      entries,
    );
    this.publishBoard.mayDo(['s3:PutObject'], [bucket.arnForObjects(`${SNAPSHOT_PREFIX}*`)]);
    maySpeak(this.publishBoard);

    this.endSync = define('end-leaderboard-sync', {
      description: 'Says how a sync of the leaderboards ended, and which of them failed',
      memoryMegabytes: 256,
      timeout: timeLimits.shortFunction,
    });
  }
}
