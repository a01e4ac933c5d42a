import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Which executions the Engine starts. */
export interface WorkflowArns {
  /** A separation, from leaving the queue to its end. */
  readonly separate: string;
  /** A link, until it is in the queue. */
  readonly fetch: string;
}

/** The names of both workflows in a stack. */
export function workflowNames(scope: Construct): WorkflowArns {
  const { stackName } = Stack.of(scope);
  return { separate: `${stackName}-separate`, fetch: `${stackName}-fetch` };
}

/**
 * The ARNs of both workflows, made of their names: the functions in a workflow start executions of it
 * themselves, and could not be told its ARN if that came from the workflow.
 */
export function workflowArns(scope: Construct): WorkflowArns {
  const { separate, fetch } = workflowNames(scope);
  return {
    separate: statesArn(scope, 'stateMachine', separate),
    fetch: statesArn(scope, 'stateMachine', fetch),
  };
}

/** The ARNs of every execution of both workflows. */
export function executionArns(scope: Construct): WorkflowArns {
  const { separate, fetch } = workflowNames(scope);
  return {
    separate: statesArn(scope, 'execution', `${separate}:*`),
    fetch: statesArn(scope, 'execution', `${fetch}:*`),
  };
}

function statesArn(scope: Construct, resource: string, resourceName: string): string {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  return Arn.format({ service: 'states', resource, resourceName, arnFormat }, Stack.of(scope));
}
