import {
  DefinitionBody,
  Errors,
  JsonPath,
  LogLevel,
  Map as MapState,
  StateMachine,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { functionStep } from '../constructs/function-step.ts';
import { retryPassingFailures } from '../constructs/retry-passing-failures.ts';
import { workflowLogs } from '../constructs/workflow-logs.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';
import type { EngineFunctions } from './engine-functions.ts';
import { webhookStep } from './webhook-step.ts';
import { workflowNames } from './workflow-arns.ts';

export interface EngineWorkflowProps {
  readonly functions: EngineFunctions;
  readonly settings: Settings;
}

/**
 * The life of a separation that has left the queue: **prepare → separate every chunk → write every stem →
 * finish → tell the caller**. When anything fails for good, the caller is told that instead.
 */
export class EngineWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { functions, settings }: EngineWorkflowProps) {
    super(scope, id);
    const prepare = retryPassingFailures(functionStep(this, 'Prepare', functions.prepareSeparation));
    // A chunk is retried alone; the others keep what they have done.
    const separateChunk = retryPassingFailures(functionStep(this, 'Separate chunk', functions.separateChunk));
    const separateChunks = new MapState(this, 'Separate chunks', {
      itemsPath: '$.chunks',
      maxConcurrency: settings.engine.parallelChunks,
      resultPath: JsonPath.DISCARD,
    }).itemProcessor(separateChunk);
    // So is a stem; each is encoded on its own, side by side.
    const writeStem = retryPassingFailures(functionStep(this, 'Write stem', functions.writeStem));
    const writeStems = new MapState(this, 'Write stems', {
      itemsPath: '$.stems',
      maxConcurrency: settings.engine.parallelChunks,
      resultPath: '$.files',
    }).itemProcessor(writeStem);
    const finish = retryPassingFailures(functionStep(this, 'Finish', functions.finishSeparation));
    const failSeparation = retryPassingFailures(
      functionStep(this, 'Fail separation', functions.failSeparation),
    );
    const tellCaller = webhookStep(this, functions.postWebhook);

    for (const state of [prepare, separateChunks, writeStems, finish]) {
      state.addCatch(failSeparation, { errors: [Errors.ALL], resultPath: '$.error' });
    }
    failSeparation.next(tellCaller);

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: workflowNames(this).separate,
      definitionBody: DefinitionBody.fromChainable(
        prepare.next(separateChunks).next(writeStems).next(finish).next(tellCaller),
      ),
      timeout: timeLimits.engineExecution,
      tracingEnabled: true,
      logs: { destination: workflowLogs(this, settings), level: LogLevel.ALL, includeExecutionData: false },
    });
  }
}
