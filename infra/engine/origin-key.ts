import { Aws, Fn } from 'aws-cdk-lib';

/**
 * What CloudFront shows in the origin key's header: the last part of the stack's id, which nobody outside the AWS account knows. Only such a
 * request is believed where it says that its viewer is; nothing but limits by address rests on it.
 */
export function originKey(): string {
  return Fn.select(2, Fn.split('/', Aws.STACK_ID));
}
