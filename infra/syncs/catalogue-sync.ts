import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  CATALOGUE_PREFIX,
  CATALOGUE_REPORT_KEY,
  CURRENT_CATALOGUE_KEY,
} from '../../shared/catalogue/catalogue-keys.ts';
import { FunctionClock } from '../constructs/function-clock.ts';
import { functionFamily } from '../constructs/function-family.ts';
import { maySpeak } from '../constructs/may-speak.ts';
import { ToldAlarm } from '../constructs/told-alarm.ts';
import { timeLimits } from '../time-limits.ts';
import type { SyncsProps } from './syncs.ts';

/** Reads by the clock what the service offers and at which prices, for quotes and choices to go by. */
export class CatalogueSync extends Construct {
  constructor(scope: Construct, id: string, props: SyncsProps) {
    super(scope, id);
    const { settings, bucket, jobs, undelivered, told } = props;
    const define = functionFamily(this, {
      folder: 'functions/syncs',
      logRetentionDays: settings.logRetentionDays,
    });
    const refresh = define('refresh-catalogue', {
      description: 'Reads the separation types and their prices, and tells what has changed',
      memoryMegabytes: 512,
      timeout: timeLimits.syncFunction,
      environment: {
        BUCKET: bucket.bucketName,
        JOBS_TABLE: jobs.tableName,
        MVSEP_URL: props.mvsepUrl,
        REQUESTS_PER_MINUTE: String(settings.requestsPerMinute),
      },
    });
    // The one allowance of requests, and nothing else of the jobs.
    refresh.mayDo(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [jobs.tableArn]);
    refresh.mayDo(['s3:ListBucket'], [bucket.bucketArn]);
    refresh.mayDo(['s3:GetObject'], [bucket.arnForObjects(CURRENT_CATALOGUE_KEY)]);
    refresh.mayDo(
      ['s3:PutObject'],
      [bucket.arnForObjects(`${CATALOGUE_PREFIX}*`), bucket.arnForObjects(CATALOGUE_REPORT_KEY)],
    );
    maySpeak(refresh);
    const { catalogueHours } = settings.syncs;
    if (catalogueHours > 0) {
      const every = Duration.hours(catalogueHours);
      const description = 'Time to read the separation types and their prices';
      new FunctionClock(this, 'Clock', { description, every, toldTo: refresh, undelivered });
    }
    new ToldAlarm(this, 'FailedCatalogueRefresh', {
      metric: refresh.metricErrors({ period: Duration.hours(1) }),
      threshold: 1,
      evaluationPeriods: 1,
      told,
      sentence:
        'The separation types could not be read, or what came is not believed: credits are quoted, and "best:" chooses, ' +
        'by older prices. Look into the log of refresh-catalogue, which says why and what to do with ' +
        'catalogue/doubted.json; the next run tries again.',
    });
    new CfnOutput(Stack.of(this), 'RefreshCatalogueFunction', {
      value: refresh.functionName,
      description: 'Invoke it to read the separation types and their prices now',
    });
  }
}
