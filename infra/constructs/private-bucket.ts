import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** A bucket with the house defaults: encrypted, private, over TLS only, and kept when its stack is deleted. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, lifecycleRules: readonly LifecycleRule[]) {
    super(scope, id, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        ...lifecycleRules,
        { id: 'forget-half-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
  }

  /** Narrowed so that the bucket passes for CDK's `IBucket` under `exactOptionalPropertyTypes`. */
  override get isWebsite(): boolean {
    return false;
  }
}
