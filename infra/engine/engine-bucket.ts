import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface EngineBucketProps {
  /** How long inputs and stems can be downloaded. */
  readonly retentionDays: number;
}

/** Inputs and stems under `storage/`, served by CloudFront; chunks in work under `work/`. */
export class EngineBucket extends Bucket {
  /** Narrowed so that the bucket passes for CDK's `IBucket` under `exactOptionalPropertyTypes`. */
  override get isWebsite(): boolean {
    return false;
  }

  constructor(scope: Construct, id: string, props: EngineBucketProps) {
    super(scope, id, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { id: 'forget-chunks', prefix: 'work/', expiration: Duration.days(1) },
        { id: 'forget-files', prefix: 'storage/', expiration: Duration.days(props.retentionDays) },
        { id: 'forget-half-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
  }
}
