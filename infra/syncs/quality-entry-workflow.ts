import {
  Choice,
  Condition,
  DefinitionBody,
  Errors,
  LogLevel,
  StateMachine,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { functionStep } from '../constructs/function-step.ts';
import { retryPassingFailures } from '../constructs/retry-passing-failures.ts';
import { workflowLogs } from '../constructs/workflow-logs.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';
import type { QualityEntryFunctions } from './quality-entry-functions.ts';

export interface QualityEntryWorkflowProps {
  readonly functions: QualityEntryFunctions;
  readonly settings: Settings;
}

/**
 * The life of a zip for the quality checker: **submit → wait → track → wait → … → ended**.
 *
 * Each step looks at the record, does what is due, and says what comes next and when. Waiting costs nothing, and a look
 * takes three transitions: some four hundred looks in the longest life of two weeks.
 */
export class QualityEntryWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { functions, settings }: QualityEntryWorkflowProps) {
    super(scope, id);
    const submit = retryPassingFailures(functionStep(this, 'Submit entry', functions.submitEntry));
    const track = retryPassingFailures(functionStep(this, 'Track entry', functions.trackEntry));
    const fail = retryPassingFailures(functionStep(this, 'Fail entry', functions.failEntry));
    for (const state of [submit, track])
      state.addCatch(fail, { errors: [Errors.ALL], resultPath: '$.error' });
    const wait = new Wait(this, 'Wait for the quality checker', {
      time: WaitTime.secondsPath('$.waitSeconds'),
    });
    const next = new Choice(this, 'What comes next')
      .when(Condition.stringEquals('$.next', 'end'), new Succeed(this, 'Entry ended'))
      .when(Condition.stringEquals('$.next', 'submit'), submit)
      .otherwise(track);
    submit.next(wait);
    track.next(wait);
    wait.next(next);
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      definitionBody: DefinitionBody.fromChainable(submit),
      timeout: timeLimits.entryExecution,
      tracingEnabled: true,
      logs: {
        destination: workflowLogs(this, settings, 'quality-entries'),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
  }
}
