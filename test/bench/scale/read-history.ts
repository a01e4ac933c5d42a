import { setTimeout } from 'node:timers/promises';
import {
  type ExecutionListItem,
  type HistoryEvent,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
} from '@aws-sdk/client-sfn';
import { output } from '../../../infra/start/output.ts';
import type { TestEngine } from '../../end-to-end/test-engine.ts';

/** What an execution did. */
export interface ScaleHistory {
  /** Seconds from entering a state to leaving it, of those at the top. */
  readonly phases: readonly (readonly [name: string, seconds: number])[];
  /** How often each chunk was given to a function, by its index. */
  readonly attempts: ReadonlyMap<string, number>;
  /** How many tasks failed. */
  readonly failures: number;
}

const PHASES = ['Prepare', 'Separate chunks', 'Write stems', 'Finish'];

const POLL_EVERY_MILLISECONDS = 200;

/** Reads the history of the one separation that an Engine has run, once its caller has been told as well. */
export async function readHistory(engine: TestEngine): Promise<ScaleHistory> {
  const { executionArn } = await endedExecution(engine);
  const events: HistoryEvent[] = [];
  const pages = paginateGetExecutionHistory({ client: engine.stepFunctions }, { executionArn });
  for await (const page of pages) events.push(...(page.events ?? []));
  const attempts = new Map<string, number>();
  for (const index of events.flatMap(chunkOf)) attempts.set(index, (attempts.get(index) ?? 0) + 1);
  return {
    phases: PHASES.map((name) => [name, secondsIn(events, name)]),
    attempts,
    failures: events.filter(({ type }) => type === 'LambdaFunctionFailed' || type === 'TaskFailed').length,
  };
}

async function endedExecution(engine: TestEngine): Promise<ExecutionListItem> {
  const stateMachineArn = output(engine.cloud, 'Engine', 'WorkflowArn');
  for (;;) {
    const { executions } = await engine.stepFunctions.send(new ListExecutionsCommand({ stateMachineArn }));
    const [execution] = executions ?? [];
    if (execution === undefined) throw new Error('There is no execution.');
    if (execution.status !== 'RUNNING') return execution;
    await setTimeout(POLL_EVERY_MILLISECONDS);
  }
}

function secondsIn(events: readonly HistoryEvent[], name: string): number {
  const entered = events.find(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === name);
  const exited = events.find(({ stateExitedEventDetails }) => stateExitedEventDetails?.name === name);
  return ((exited?.timestamp?.getTime() ?? 0) - (entered?.timestamp?.getTime() ?? 0)) / 1000;
}

/** Which chunk a function is called for, if this is such a call. */
function chunkOf({ lambdaFunctionScheduledEventDetails, taskScheduledEventDetails }: HistoryEvent): string[] {
  const given = lambdaFunctionScheduledEventDetails?.input ?? taskScheduledEventDetails?.parameters ?? '';
  const [, index] = /^\{"hash":"[^"]+","index":(\d+)\}$/.exec(given) ?? [];
  return index === undefined ? [] : [index];
}
