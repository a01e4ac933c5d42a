import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { HouseFunction } from './house-function.ts';
import type { UndeliveredQueue } from './undelivered-queue.ts';

export interface EndedExecutionRuleProps {
  readonly workflows: readonly StateMachine[];
  /** Gets the detail of the event, and writes onto the record why there will be no result. */
  readonly toldTo: HouseFunction;
  readonly undelivered: UndeliveredQueue;
}

/** Tells of executions that ended without a word of their own: stopped by hand, or timed out as a whole. */
export class EndedExecutionRule extends Rule {
  constructor(scope: Construct, id: string, { workflows, toldTo, undelivered }: EndedExecutionRuleProps) {
    super(scope, id, {
      description: 'An execution ended and may have had no chance to say why',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: workflows.map(({ stateMachineArn }) => stateMachineArn),
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [
        new LambdaFunction(toldTo, {
          ...undelivered.deliveryTo(toldTo),
          event: RuleTargetInput.fromEventPath('$.detail'),
        }),
      ],
    });
  }
}
