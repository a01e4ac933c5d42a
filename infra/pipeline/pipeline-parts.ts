import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { ThrottledHttpApi } from '../constructs/throttled-http-api.ts';
import type { UndeliveredQueue } from '../constructs/undelivered-queue.ts';
import type { Settings } from '../settings.ts';
import type { JobTable } from './job-table.ts';

/** What the Pipeline is made of, for the ways in that are built around it. */
export interface PipelineParts {
  readonly settings: Settings;
  /** Songs, stems and reports. */
  readonly bucket: Bucket;
  readonly jobs: JobTable;
  /** Keys of callers, by their digests, and how often each was used. */
  readonly callers: TableV2;
  /** What the quality checker of the service knows, as it was last read, and entries of our own. */
  readonly leaderboards: TableV2;
  readonly workflow: StateMachine;
  readonly http: ThrottledHttpApi;
  /** Base address of the MVSep API, and the token of the account. */
  readonly mvsepUrl: string;
  readonly mvsepToken: Secret;
  readonly webhookSecret: Secret;
  readonly undelivered: UndeliveredQueue;
  /** Comma-separated origins that downloads may reach although they are private. */
  readonly allowedPrivateOrigins: string;
}
