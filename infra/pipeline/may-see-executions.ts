import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import * as z from 'zod';
import type { HouseFunction } from '../constructs/house-function.ts';

/** Lets a function ask how the executions of a workflow ended. */
export function maySeeExecutions(reader: HouseFunction, workflow: StateMachine): void {
  const executions = Stack.of(workflow).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${workflow.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  reader.mayDo(['states:DescribeExecution'], [executions]);
  const named: unknown = Stack.of(workflow).resolve(workflow.stateMachineName);
  const { 'Fn::GetAtt': attribute } = z.object({ 'Fn::GetAtt': z.array(z.string()) }).parse(named);
  Validations.of(Stack.of(reader)).acknowledge({
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<${attribute.join('.')}>:*]`,
    reason: 'Executions are named after jobs, and all of them belong to this one workflow.',
  });
}
