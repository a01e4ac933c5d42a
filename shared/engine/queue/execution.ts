import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

/** Step Functions logs only executions whose names keep to letters, digits, dashes and underscores. */
function executionName(hash: string): string {
  return hash.replaceAll('.', '_');
}

/** Starts the one execution of a hash. To start what already runs is no error, and starts nothing. */
export async function startExecution(client: SFNClient, workflowArn: string, hash: string): Promise<void> {
  await client.send(
    new StartExecutionCommand({
      stateMachineArn: workflowArn,
      name: executionName(hash),
      input: JSON.stringify({ hash }),
    }),
  );
}

/** What became of the execution of a hash. */
export async function executionState(
  client: SFNClient,
  workflowArn: string,
  hash: string,
): Promise<'running' | 'ended' | 'never started'> {
  const executionArn = `${workflowArn.replace(':stateMachine:', ':execution:')}:${executionName(hash)}`;
  try {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'ended';
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return 'never started';
    throw error;
  }
}
