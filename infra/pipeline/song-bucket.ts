import { Duration } from 'aws-cdk-lib';
import { type Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PrivateBucket } from '../constructs/private-bucket.ts';

export interface SongBucketProps {
  /** How long handed-off copies of uploads stay. */
  readonly handoffRetentionDays: number;
}

/**
 * The one bucket a user sees: songs go in under `uploads/`, stems come out under `stems/`. Copies that the
 * MVSep API fetches by link lie under `handoff/` for a few days.
 */
export class SongBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { handoffRetentionDays }: SongBucketProps) {
    super(scope, id, [
      { id: 'forget-handoffs', prefix: 'handoff/', expiration: Duration.days(handoffRetentionDays) },
    ]);
    sendEventsToEventBridge(this);
  }
}

/**
 * CDK's own `eventBridgeEnabled` deploys a function to do what CloudFormation has long had a property for.
 */
function sendEventsToEventBridge(bucket: Bucket): void {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new TypeError('The bucket has no CloudFormation resource.');
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
