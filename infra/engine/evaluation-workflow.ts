import {
  DefinitionBody,
  Errors,
  LogLevel,
  Map as MapState,
  StateMachine,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { functionStep } from '../constructs/function-step.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import { retryPassingFailures } from '../constructs/retry-passing-failures.ts';
import { workflowLogs } from '../constructs/workflow-logs.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';
import { FETCH_RETRY } from './fetch-retry.ts';

export interface EvaluationWorkflowProps {
  readonly settings: Settings;
  readonly openSubmission: HouseFunction;
  readonly evaluateSong: HouseFunction;
  readonly finishEvaluation: HouseFunction;
  readonly failEvaluation: HouseFunction;
}

/**
 * The life of an entry of the quality checker: **open the zip → evaluate every song → finish**. When anything fails
 * for good, the entry says why.
 */
export class EvaluationWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: EvaluationWorkflowProps) {
    super(scope, id);
    const { settings } = props;
    const open = retryPassingFailures(
      functionStep(this, 'Open submission', props.openSubmission).addRetry(FETCH_RETRY),
    );
    const evaluateSongs = new MapState(this, 'Evaluate songs', {
      itemsPath: '$.songs',
      maxConcurrency: settings.engine.parallelChunks,
      resultPath: '$.results',
    }).itemProcessor(retryPassingFailures(functionStep(this, 'Evaluate song', props.evaluateSong)));
    const finish = retryPassingFailures(functionStep(this, 'Finish evaluation', props.finishEvaluation));
    const fail = retryPassingFailures(functionStep(this, 'Fail evaluation', props.failEvaluation));
    for (const state of [open, evaluateSongs, finish]) {
      state.addCatch(fail, { errors: [Errors.ALL], resultPath: '$.error' });
    }
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      definitionBody: DefinitionBody.fromChainable(open.next(evaluateSongs).next(finish)),
      timeout: timeLimits.evaluationExecution,
      tracingEnabled: true,
      logs: {
        destination: workflowLogs(this, settings, 'evaluations'),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
  }
}
