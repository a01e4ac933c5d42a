import { LOCAL_REGION } from '../location.ts';
import type { HistoryThread } from './history.ts';
import type { Json } from './json.ts';
import type { TaskWork } from './prepare-definition.ts';

/** Writes the events of one attempt of a task. */
export interface TaskEvents {
  scheduled(parameters: Json): void;
  started(): void;
  /** The function of a task that waits has returned; the task goes on waiting. */
  submitted(result: Json): void;
  succeeded(output: string): void;
  failed(error: string, cause: string): void;
  timedOut(): void;
}

/** The events AWS writes: LambdaFunction… for a function called by its ARN, Task… for the Lambda integration. */
export function recordTask(work: TaskWork, history: HistoryThread): TaskEvents {
  return work.resource.kind === 'function' ? functionEvents(work, history) : integrationEvents(work, history);
}

function functionEvents(work: TaskWork, history: HistoryThread): TaskEvents {
  const add = (what: string, details: object): void =>
    history.add(`LambdaFunction${what}`, { [`lambdaFunction${what}EventDetails`]: details });
  return {
    scheduled: (parameters) =>
      add('Scheduled', {
        resource: work.resourceArn,
        input: JSON.stringify(parameters),
        timeoutInSeconds: work.timeoutSeconds,
      }),
    started: () => history.add('LambdaFunctionStarted'),
    submitted: () => {},
    succeeded: (output) => add('Succeeded', { output }),
    failed: (error, cause) => add('Failed', { error, cause }),
    timedOut: () => add('TimedOut', { error: 'States.Timeout' }),
  };
}

function integrationEvents(work: TaskWork, history: HistoryThread): TaskEvents {
  const resource = work.resource.kind === 'invoke-and-wait' ? 'invoke.waitForTaskToken' : 'invoke';
  const add = (what: string, details: object): void =>
    history.add(`Task${what}`, {
      [`task${what}EventDetails`]: { resourceType: 'lambda', resource, ...details },
    });
  return {
    scheduled: (parameters) =>
      add('Scheduled', {
        region: LOCAL_REGION,
        parameters: JSON.stringify(parameters),
        timeoutInSeconds: work.timeoutSeconds,
      }),
    started: () => add('Started', {}),
    submitted: (result) => add('Submitted', { output: JSON.stringify(result) }),
    succeeded: (output) => add('Succeeded', { output }),
    failed: (error, cause) => add('Failed', { error, cause }),
    timedOut: () => add('TimedOut', { error: 'States.Timeout' }),
  };
}
