import { LOCAL_ACCOUNT, LOCAL_REGION } from '../location.ts';

/** The ARN of something in the local account and region: `arn("lambda", "function:name")`. */
export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${resource}`;
}
