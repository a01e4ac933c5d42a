import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

/**
 * The log group of a state machine. The prefix keeps CloudWatch's resource policy below its size limit.
 *
 * @param name of the workflow, where a stack has several.
 */
export function workflowLogs(scope: Construct, settings: Settings, name?: string): LogGroup {
  const { stackName } = Stack.of(scope);
  return new LogGroup(scope, 'Logs', {
    logGroupName: `/aws/vendedlogs/states/${name === undefined ? stackName : `${stackName}-${name}`}`,
    retention: settings.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
