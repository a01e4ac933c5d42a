import { DefinitionBody, Errors, LogLevel, StateMachine, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { functionStep } from '../constructs/function-step.ts';
import { retryPassingFailures } from '../constructs/retry-passing-failures.ts';
import { workflowLogs } from '../constructs/workflow-logs.ts';
import { timeLimits } from '../time-limits.ts';
import type { EngineWorkflowProps } from './engine-workflow.ts';
import { FETCH_RETRY } from './fetch-retry.ts';
import { webhookStep } from './webhook-step.ts';
import { workflowNames } from './workflow-arns.ts';

/**
 * The life of a link: **fetch it and put its separation in the queue**. When that fails for good, the caller is
 * told so.
 */
export class FetchWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { functions, settings }: EngineWorkflowProps) {
    super(scope, id);
    const failSeparation = retryPassingFailures(
      functionStep(this, 'Fail separation', functions.failSeparation),
    );
    failSeparation.next(webhookStep(this, functions.postWebhook));
    const fetchRemote = retryPassingFailures(
      functionStep(this, 'Fetch remote', functions.fetchRemote).addRetry(FETCH_RETRY),
    ).addCatch(failSeparation, { errors: [Errors.ALL], resultPath: '$.error' });

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: workflowNames(this).fetch,
      definitionBody: DefinitionBody.fromChainable(
        fetchRemote.next(new Succeed(this, 'Queued', { comment: 'Its separation goes on by itself' })),
      ),
      timeout: timeLimits.engineExecution,
      tracingEnabled: true,
      logs: {
        destination: workflowLogs(this, settings, 'fetches'),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
  }
}
