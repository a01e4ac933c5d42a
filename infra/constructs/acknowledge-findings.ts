import { type CfnElement, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { HouseFunction } from './house-function.ts';

/** Findings of cdk-nag that hold for every stack of this app, each with the reason why it stays. */
const ACCEPTED_EVERYWHERE: Readonly<Record<string, string>> = {
  'AwsSolutions-S1':
    'Uploads and stems stand on the record of their job, with key, bytes and SHA-256. Who needs to know who read them turns on CloudTrail data events.',
  'AwsSolutions-SMG4':
    'Tokens of the MVSep API are issued by that service, which has no call to rotate them; the webhook secret signs addresses that outlive any rotation while their jobs wait.',
  'AwsSolutions-IAM5[Resource::*]':
    'Active tracing: X-Ray has no resources to name. The same holds for log deliveries of a state machine.',
  'Serverless-LambdaDLQ':
    'Functions that rules invoke have a queue for what fails for good, as their destination; the others are called by a workflow that catches every failure, or by an HTTP caller who sees it.',
};

/**
 * Accepts the findings that hold for the whole app, and the prefixes below which functions may touch a
 * bucket: `uploads/*` is a wildcard to cdk-nag, and the narrowest grant there is for keys that users choose.
 *
 * @param prefixes prefixes, or patterns with a wildcard of their own.
 */
export function acknowledgeFindings(stack: Stack, bucket: Bucket, prefixes: readonly string[]): void {
  for (const [id, reason] of Object.entries(ACCEPTED_EVERYWHERE))
    Validations.of(stack).acknowledge({ id, reason });
  for (const prefix of prefixes) {
    const pattern = prefix.includes('*') ? prefix : `${prefix}*`;
    Validations.of(stack).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${logicalId(bucket)}.Arn>/${pattern}]`,
      reason: 'Keys below the prefix are made of names that users choose; the prefix is the narrowest grant.',
    });
  }
  for (const child of stack.node.findAll()) {
    if (child instanceof HouseFunction) acceptVersionsOf(stack, child);
  }
}

/** CDK lets a state machine call every version of the functions in its definition; ours have only one. */
function acceptVersionsOf(stack: Stack, lambdaFunction: HouseFunction): void {
  Validations.of(stack).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${logicalId(lambdaFunction)}.Arn>:*]`,
    reason: 'The workflow may call any version of a function that stands in its definition.',
  });
}

function logicalId(construct: Construct): string {
  const resource: CfnElement | undefined = construct.node
    .findAll()
    .find((child) => CfnResource.isCfnResource(child));
  if (resource === undefined) throw new TypeError(`${construct.node.path} has no CloudFormation resource.`);
  return String(Stack.of(construct).resolve(resource.logicalId));
}
