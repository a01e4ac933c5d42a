import { type Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';

/**
 * Lets rules see what happens to the objects of a bucket. CDK's own `eventBridgeEnabled` deploys a function to do
 * what CloudFormation has long had a property for.
 */
export function sendEventsToEventBridge(bucket: Bucket): void {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new TypeError('The bucket has no CloudFormation resource.');
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
