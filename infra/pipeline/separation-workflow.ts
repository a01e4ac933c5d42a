import { Duration } from 'aws-cdk-lib';
import {
  DefinitionBody,
  Errors,
  Fail,
  IntegrationPattern,
  JitterType,
  JsonPath,
  LogLevel,
  Map as MapState,
  StateMachine,
  TaskInput,
  type TaskStateBase,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { functionStep } from '../constructs/function-step.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import { retryPassingFailures } from '../constructs/retry-passing-failures.ts';
import { THROTTLED_RETRY } from '../constructs/throttled-retry.ts';
import { workflowLogs } from '../constructs/workflow-logs.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';

/** Stems of one song that are copied at the same time. */
const PARALLEL_COPIES = 4;

/**
 * The MVSep API is busy or out of reach, and nothing was charged: worth waiting for. A free account runs one
 * separation at a time, so it may stay busy for hours.
 */
const UPSTREAM_RETRY = {
  errors: ['MvsepBusy', 'MvsepUnavailable'],
  interval: Duration.seconds(5),
  backoffRate: 2,
  maxDelay: Duration.minutes(5),
  maxAttempts: 60,
  jitterStrategy: JitterType.FULL,
};

/** A download broke off. The separation is paid for, so it is tried for some hours: links live for three days. */
const DOWNLOAD_RETRY = {
  errors: ['DownloadFailed'],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxDelay: Duration.minutes(5),
  maxAttempts: 60,
  jitterStrategy: JitterType.FULL,
};

export interface SeparationWorkflowProps {
  readonly functions: PipelineFunctions;
  readonly settings: Settings;
}

/**
 * The life of a job: **inspect → create → await → copy every stem → complete**, and from any of them, when
 * it fails for good, **fail**.
 *
 * States carry ids, never payloads: everything else stands on the job's record. The wait costs no
 * transitions, however long it is.
 */
export class SeparationWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { functions, settings }: SeparationWorkflowProps) {
    super(scope, id);
    const separationTimeout = Duration.hours(settings.separationTimeoutHours);

    const inspectAudio = retryPassingFailures(functionStep(this, 'Inspect audio', functions.inspectAudio));
    // The one step that may spend credits is repeated after nothing but what surely spent none.
    const createSeparation = functionStep(this, 'Create separation', functions.createSeparation).addRetry(
      UPSTREAM_RETRY,
    );
    const awaitResult = retryPassingFailures(
      this.waitForToken('Await result', functions.awaitResult, separationTimeout),
    );
    const copyStem = retryPassingFailures(
      functionStep(this, 'Copy stem', functions.copyStem).addRetry(DOWNLOAD_RETRY),
    );
    const copyStems = new MapState(this, 'Copy stems', {
      itemsPath: '$.stems',
      maxConcurrency: PARALLEL_COPIES,
      resultPath: JsonPath.DISCARD,
    }).itemProcessor(copyStem);
    const completeJob = retryPassingFailures(functionStep(this, 'Complete job', functions.completeJob));

    const failJob = retryPassingFailures(functionStep(this, 'Fail job', functions.failJob)).next(
      new Fail(this, 'Job failed', { comment: 'The reason stands on the record of the job' }),
    );
    for (const state of [inspectAudio, createSeparation, awaitResult, copyStems, completeJob]) {
      state.addCatch(failJob, { errors: [Errors.ALL], resultPath: '$.error' });
    }

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      definitionBody: DefinitionBody.fromChainable(
        inspectAudio.next(createSeparation).next(awaitResult).next(copyStems).next(completeJob),
      ),
      timeout: separationTimeout.plus(timeLimits.executionMargin),
      tracingEnabled: true,
      logs: { destination: workflowLogs(this, settings), level: LogLevel.ALL, includeExecutionData: false },
    });
  }

  private waitForToken(name: string, lambdaFunction: HouseFunction, timeout: Duration): TaskStateBase {
    return new LambdaInvoke(this, name, {
      lambdaFunction,
      integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      payload: TaskInput.fromObject({
        jobId: JsonPath.stringAt('$.jobId'),
        taskToken: JsonPath.taskToken,
      }),
      taskTimeout: Timeout.duration(timeout),
    }).addRetry(THROTTLED_RETRY);
  }
}
