import { Duration } from 'aws-cdk-lib';
import {
  DefinitionBody,
  Errors,
  JitterType,
  JsonPath,
  LogLevel,
  Map as MapState,
  StateMachine,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { functionStep } from '../constructs/function-step.ts';
import { retryPassingFailures } from '../constructs/retry-passing-failures.ts';
import { workflowLogs } from '../constructs/workflow-logs.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';
import type { EngineFunctions } from './engine-functions.ts';

/** The song could not be fetched just now. */
const FETCH_RETRY = {
  errors: ['UnreachableUrl'],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 4,
  jitterStrategy: JitterType.FULL,
};

/** A receiver that does not answer is asked again for some minutes, then left alone: it can still poll. */
const WEBHOOK_RETRY = { errors: [Errors.ALL], interval: Duration.seconds(2), backoffRate: 4, maxAttempts: 4 };

export interface EngineWorkflowProps {
  readonly functions: EngineFunctions;
  readonly settings: Settings;
}

/**
 * The life of a separation: **prepare → separate every chunk → merge → tell the caller**. When anything
 * fails for good, the caller is told that instead.
 */
export class EngineWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { functions, settings }: EngineWorkflowProps) {
    super(scope, id);
    const prepare = retryPassingFailures(
      functionStep(this, 'Prepare', functions.prepareSeparation).addRetry(FETCH_RETRY),
    );
    // A chunk is retried alone; the others keep what they have done.
    const separateChunk = retryPassingFailures(functionStep(this, 'Separate chunk', functions.separateChunk));
    const separateChunks = new MapState(this, 'Separate chunks', {
      itemsPath: '$.chunks',
      maxConcurrency: settings.engine.parallelChunks,
      resultPath: JsonPath.DISCARD,
    }).itemProcessor(separateChunk);
    const mergeStems = retryPassingFailures(functionStep(this, 'Merge stems', functions.mergeStems));
    const failSeparation = retryPassingFailures(
      functionStep(this, 'Fail separation', functions.failSeparation),
    );
    const ended = new Succeed(this, 'Ended', { comment: 'Done or failed: the record says which' });
    const postWebhook = functionStep(this, 'Post webhook', functions.postWebhook)
      .addRetry(WEBHOOK_RETRY)
      .addCatch(ended, { errors: [Errors.ALL], resultPath: JsonPath.DISCARD });

    for (const state of [prepare, separateChunks, mergeStems]) {
      state.addCatch(failSeparation, { errors: [Errors.ALL], resultPath: '$.error' });
    }
    failSeparation.next(postWebhook);
    postWebhook.next(ended);

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      definitionBody: DefinitionBody.fromChainable(
        prepare.next(separateChunks).next(mergeStems).next(postWebhook),
      ),
      timeout: timeLimits.engineExecution,
      tracingEnabled: true,
      logs: { destination: workflowLogs(this, settings), level: LogLevel.ALL, includeExecutionData: false },
    });
  }
}
