import { ExecutionError, type RunOptions } from 'aws-local-stepfunctions';
import type { ExecutionScope } from './execution-scope.ts';
import type { HistoryThread } from './history.ts';
import type { Json } from './json.ts';
import type { PreparedLevel, Work } from './prepare-definition.ts';
import { runMap } from './run-map.ts';
import { runParallel } from './run-parallel.ts';
import { runTask } from './run-task.ts';

/**
 * Runs the states of a machine, a branch or an item from the first to the last and returns the output.
 *
 * Rejects with the failure that no Retry or Catch took, or with the library's ExecutionAbortedError once the
 * signal is aborted.
 */
export async function runLevel(level: PreparedLevel, input: Json, scope: ExecutionScope): Promise<Json> {
  scope.signal.throwIfAborted();
  // The library asks for the token while it evaluates the Parameters of a task, and calls the task in the same
  // turn, so the last token asked for is the task's. Each attempt asks again: a retry gets a token of its own.
  let lastToken: string | undefined;
  const takeToken = (): string => {
    const token = lastToken ?? scope.execution.tokens.create(scope.execution.machineArn);
    lastToken = undefined;
    return token;
  };
  const context = {
    ...contextOf(scope),
    Task: {
      get Token() {
        lastToken = scope.execution.tokens.create(scope.execution.machineArn);
        return lastToken;
      },
    },
  };
  const handlers: Record<string, (taskInput: Json) => Promise<Json>> = {};
  for (const [name, work] of level.work) {
    handlers[name] = (taskInput) => runWork(work, taskInput, scope, takeToken);
  }
  const run = level.machine.run(input, { context, overrides: { taskResourceLocalHandlers: handlers } });
  const written = writeEvents(level, run.eventLogs, scope.history);
  const abort = (): void => run.abort();
  scope.signal.addEventListener('abort', abort, { once: true });
  try {
    return await run.result;
  } catch (error) {
    throw error instanceof ExecutionError ? error.cause : error;
  } finally {
    scope.signal.removeEventListener('abort', abort);
    await written;
  }
}

/** The context object of some states, less the task token. */
export function contextOf(scope: ExecutionScope): NonNullable<RunOptions['context']> {
  const { execution, item } = scope;
  return {
    Execution: { Id: execution.arn, Name: execution.name, RoleArn: execution.roleArn },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
    WholeExecution: { Input: execution.input, StartTime: execution.startTime },
    ...(item === undefined ? {} : { Map: { Item: item } }),
  };
}

function runWork(work: Work, input: Json, scope: ExecutionScope, takeToken: () => string): Promise<Json> {
  if (work.kind === 'task') return runTask(work, input, scope, takeToken);
  return work.kind === 'map' ? runMap(work, input, scope) : runParallel(work, input, scope);
}

async function writeEvents(
  level: PreparedLevel,
  events: ReturnType<PreparedLevel['machine']['run']>['eventLogs'],
  history: HistoryThread,
): Promise<void> {
  for await (const event of events) {
    if (event.type !== 'StateEntered' && event.type !== 'StateExited') continue;
    const { name, input, output } = event.state;
    const type = level.stateTypes.get(name) ?? event.state.type;
    if (event.type === 'StateEntered') {
      history.add(`${type}StateEntered`, {
        stateEnteredEventDetails: { name, input: JSON.stringify(input), inputDetails: { truncated: false } },
      });
    } else {
      history.add(`${type}StateExited`, {
        stateExitedEventDetails: {
          name,
          output: JSON.stringify(output),
          outputDetails: { truncated: false },
        },
      });
    }
  }
}
