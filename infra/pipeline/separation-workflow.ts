import { Duration } from 'aws-cdk-lib';
import {
  Choice,
  Condition,
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

/** Stems of one separation that are copied at the same time. */
const PARALLEL_COPIES = 4;

/**
 * A stem, or a new link to it, cannot be had now. The separation is paid for, so it is tried for some hours: links
 * live for three days.
 */
const DOWNLOAD_RETRY = {
  errors: ['DownloadFailed', 'MvsepBusy', 'MvsepProtocolError', 'MvsepUnavailable', 'RequestBudgetSpent'],
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
 * The life of a job: **(fetch the song from its link →) inspect it → every separation of its recipe: separate → copy the stems → complete**.
 * A separation that fails ends alone, and the others go on.
 *
 * States carry ids, never payloads: everything else stands on the records. One wait covers all there is to wait
 * for (credits, the stem of an earlier separation, a turn, the separation itself), and costs no transitions
 * however long it is.
 */
export class SeparationWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { functions, settings }: SeparationWorkflowProps) {
    super(scope, id);
    const longestWait = Duration.days(settings.queueTimeoutDays).plus(
      Duration.hours(settings.separationTimeoutHours),
    );
    const fetchSong = retryPassingFailures(functionStep(this, 'Fetch song', functions.fetchSong));
    const inspectAudio = retryPassingFailures(functionStep(this, 'Inspect audio', functions.inspectAudio));
    const separate = retryPassingFailures(this.waitForToken('Separate', functions.separate, longestWait));
    const copyStem = retryPassingFailures(
      functionStep(this, 'Copy stem', functions.copyStem).addRetry(DOWNLOAD_RETRY),
    );
    const copyStems = new MapState(this, 'Copy stems', {
      itemsPath: '$.stems',
      maxConcurrency: PARALLEL_COPIES,
      resultPath: JsonPath.DISCARD,
    }).itemProcessor(copyStem);
    const failStep = retryPassingFailures(functionStep(this, 'Fail separation', functions.failStep));
    for (const state of [separate, copyStems]) {
      state.addCatch(failStep, { errors: [Errors.ALL], resultPath: '$.error' });
    }
    const everySeparation = new MapState(this, 'Every separation', {
      itemsPath: '$.steps',
      resultPath: JsonPath.DISCARD,
    }).itemProcessor(separate.next(copyStems));
    const completeJob = retryPassingFailures(functionStep(this, 'Complete job', functions.completeJob));

    const failed = new Fail(this, 'Job failed', { comment: 'The reason stands on the record of the job' });
    const failJob = retryPassingFailures(functionStep(this, 'Fail job', functions.failJob)).next(failed);
    // The job has its end, and has told it: who retried it at once must not have the new attempt failed from here.
    completeJob.addCatch(failed, { errors: ['JobFailed'], resultPath: '$.error' });
    for (const state of [fetchSong, inspectAudio, everySeparation, completeJob]) {
      state.addCatch(failJob, { errors: [Errors.ALL], resultPath: '$.error' });
    }

    const isByLink = new Choice(this, 'Is it a link?')
      .when(Condition.isPresent('$.link'), fetchSong.next(inspectAudio))
      .otherwise(inspectAudio);
    inspectAudio.next(everySeparation).next(completeJob);

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      definitionBody: DefinitionBody.fromChainable(isByLink),
      timeout: longestWait.plus(timeLimits.executionMargin),
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
        step: JsonPath.stringAt('$.step'),
        taskToken: JsonPath.taskToken,
      }),
      taskTimeout: Timeout.duration(timeout),
    }).addRetry(THROTTLED_RETRY);
  }
}
