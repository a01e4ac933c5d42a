import { Duration } from 'aws-cdk-lib';
import {
  Choice,
  Condition,
  DefinitionBody,
  Errors,
  JitterType,
  JsonPath,
  LogLevel,
  Map as MapState,
  Pass,
  Result,
  StateMachine,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DATASET_TYPES } from '../../shared/leaderboards/dataset-types.ts';
import { functionStep } from '../constructs/function-step.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import { retryPassingFailures } from '../constructs/retry-passing-failures.ts';
import { workflowLogs } from '../constructs/workflow-logs.ts';
import type { Settings } from '../settings.ts';
import { timeLimits } from '../time-limits.ts';
import type { LeaderboardFunctions } from './leaderboard-functions.ts';

/** The service does not answer, or jobs need all requests: both pass, and nothing is in a hurry. */
const SERVICE_RETRY = {
  errors: ['MvsepBusy', 'MvsepProtocolError', 'MvsepUnavailable', 'RequestBudgetSpent'],
  interval: Duration.seconds(30),
  backoffRate: 2,
  maxDelay: Duration.minutes(15),
  maxAttempts: 6,
  jitterStrategy: JitterType.FULL,
};

export interface LeaderboardWorkflowProps {
  readonly functions: LeaderboardFunctions;
  readonly settings: Settings;
}

/**
 * Leaderboard sync: **read the queue → every board, one after the other: read → publish → end**.
 *
 * A step that reads ends long before a function must, or when jobs need the requests, and says that there is more:
 * the workflow waits and lets it go on. A board that fails does not keep the others waiting; the execution then fails
 * at its end and names it.
 */
export class LeaderboardWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { functions, settings }: LeaderboardWorkflowProps) {
    super(scope, id);
    const step = (name: string, lambdaFunction: HouseFunction) =>
      retryPassingFailures(functionStep(this, name, lambdaFunction).addRetry(SERVICE_RETRY));

    const readBoard = step('Read leaderboard', functions.readBoard);
    const publish = step('Publish leaderboard', functions.publishBoard);
    const boardFailed = new Pass(this, 'Leaderboard failed', {
      // No more of the error: with all of it, thirteen boards would be too much for a state.
      parameters: {
        datasetType: JsonPath.numberAt('$.datasetType'),
        error: { Error: JsonPath.stringAt('$.error.Error') },
      },
    });
    for (const state of [readBoard, publish]) {
      state.addCatch(boardFailed, { errors: [Errors.ALL], resultPath: '$.error' });
    }
    const leaveRoom = new Wait(this, 'Leave room for jobs', {
      time: WaitTime.secondsPath('$.waitSeconds'),
    });
    const everyBoard = new MapState(this, 'Every leaderboard', {
      itemsPath: '$.boards',
      maxConcurrency: 1,
      itemSelector: {
        datasetType: JsonPath.numberAt('$$.Map.Item.Value'),
        runId: JsonPath.stringAt('$$.Execution.Name'),
        startedAt: JsonPath.stringAt('$$.Execution.StartTime'),
      },
      resultPath: '$.boards',
    }).itemProcessor(
      readBoard.next(
        new Choice(this, 'Is there more?')
          .when(Condition.stringEquals('$.state', 'more'), leaveRoom.next(readBoard))
          .otherwise(publish),
      ),
    );
    const allBoards = new Pass(this, 'All leaderboards', {
      result: Result.fromArray([...DATASET_TYPES]),
      resultPath: '$.boards',
    });
    allBoards.next(everyBoard).next(retryPassingFailures(functionStep(this, 'End sync', functions.endSync)));
    const readQueue = step('Read queue', functions.readQueue)
      .addCatch(allBoards, { errors: [Errors.ALL], resultPath: '$.queueError' })
      .next(allBoards);

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      definitionBody: DefinitionBody.fromChainable(readQueue),
      timeout: timeLimits.syncExecution,
      tracingEnabled: true,
      logs: {
        destination: workflowLogs(this, settings, 'leaderboards'),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
  }
}
