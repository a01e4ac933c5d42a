import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

/** Step Functions logs only executions whose names keep to letters, digits, dashes and underscores. */
function executionName(hash: string): string {
  return hash.replaceAll('.', '_');
}

/**
 * Starts the one execution of a hash. To start what runs already is no error and starts nothing, and neither does
 * what has ended already: somebody else was faster, and `executionState` may be behind by a moment.
 */
export async function startExecution(client: SFNClient, workflowArn: string, hash: string): Promise<void> {
  const start = new StartExecutionCommand({
    stateMachineArn: workflowArn,
    name: executionName(hash),
    input: JSON.stringify({ hash }),
  });
  try {
    await client.send(start);
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
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
