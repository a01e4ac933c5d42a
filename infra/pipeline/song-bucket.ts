import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface SongBucketProps {
  /** How long handed-off copies of uploads stay. */
  readonly handoffRetentionDays: number;
}

/**
 * The one bucket a user sees: songs go in under `uploads/`, stems come out under `stems/`. Copies that the
 * MVSep API fetches by link lie under `handoff/` for a few days.
 */
export class SongBucket extends Bucket {
  constructor(scope: Construct, id: string, props: SongBucketProps) {
    super(scope, id, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { id: 'forget-handoffs', prefix: 'handoff/', expiration: Duration.days(props.handoffRetentionDays) },
        { id: 'forget-half-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
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
