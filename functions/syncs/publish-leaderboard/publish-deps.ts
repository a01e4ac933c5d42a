import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { S3Client } from '@aws-sdk/client-s3';
import type { LeaderboardTable } from '../../../shared/leaderboards/read-board.ts';
import type { Log } from '../../../shared/logging/logger.ts';

/** What the publishing of a board needs. */
export interface PublishDeps {
  readonly table: LeaderboardTable;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly eventBridge: EventBridgeClient;
  readonly now: () => Date;
  readonly log: Log;
}
