import * as z from 'zod';
import type { Simulation } from './simulation.ts';
import type { Branch, ChoiceState, MapState, State, TaskState } from './workflow-definition.ts';

const json = z.record(z.string(), z.unknown());

/** A failure as Step Functions knows it. */
export class StateFailure extends Error {
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}

export interface WorkflowWorld {
  readonly simulation: Simulation;
  /** Runs a function, by the logical id in the definition. Fails with `StateFailure`. */
  invoke(functionId: string, payload: unknown): Promise<unknown>;
  /** A new token, and what its wait ends with. */
  openWait(timeoutSeconds: number): {
    readonly token: string;
    readonly ended: Promise<unknown>;
    /** The token is spent. */
    close(): void;
  };
}

/**
 * Runs a branch of a definition to its end, as Step Functions does: retries with their own counts, catchers, Maps
 * whose first uncaught failure fails them, waits for task tokens.
 *
 * @returns the output of the last state
 * @throws StateFailure
 */
export async function runWorkflow(world: WorkflowWorld, branch: Branch, input: unknown): Promise<unknown> {
  let name: string | undefined = branch.StartAt;
  let data = input;
  while (name !== undefined) {
    const state: State | undefined = branch.States[name];
    if (state === undefined) throw new Error(`There is no state ${name}.`);
    const result = await runState(world, name, state, data);
    data = result.output;
    name = result.next ?? (state.Type === 'Choice' ? undefined : state.Next);
  }
  return data;
}

interface StateResult {
  readonly output: unknown;
  readonly next?: string;
}

async function runState(
  world: WorkflowWorld,
  name: string,
  state: State,
  input: unknown,
): Promise<StateResult> {
  if (state.Type === 'Choice') return { output: input, next: chosen(state, input) };
  if (state.Type === 'Fail') throw new StateFailure('States.Failed', name);
  const retries = state.Retry.map(() => 0);
  for (;;) {
    try {
      const output =
        state.Type === 'Map' ? await runMap(world, state, input) : await runTask(world, state, input);
      return { output };
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      const at = state.Retry.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error.error));
      const retrier = state.Retry[at];
      const used = retries[at] ?? 0;
      if (retrier !== undefined && used < retrier.MaxAttempts) {
        retries[at] = used + 1;
        const { IntervalSeconds, BackoffRate, MaxDelaySeconds = 3600 } = retrier;
        const most = Math.min(IntervalSeconds * BackoffRate ** used, MaxDelaySeconds);
        await world.simulation.sleep(world.simulation.random() * most * 1000, `retry of ${name}`);
        continue;
      }
      const catcher = state.Catch.find(({ ErrorEquals }) => matches(ErrorEquals, error.error));
      if (catcher === undefined) throw error;
      const field = catcher.ResultPath.slice(2);
      const caught = { Error: error.error, Cause: error.cause };
      return { output: { ...json.parse(input), [field]: caught }, next: catcher.Next };
    }
  }
}

function chosen({ Choices, Default }: ChoiceState, input: unknown): string {
  const present = Object.keys(json.parse(input)).map((name) => `$.${name}`);
  return Choices.find(({ Variable }) => present.includes(Variable))?.Next ?? Default;
}

/** Names of errors; `States.TaskFailed` stands for all but timeouts. */
function matches(names: readonly string[], error: string): boolean {
  return names.some(
    (name) =>
      name === error || name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout'),
  );
}

async function runTask(world: WorkflowWorld, state: TaskState, input: unknown): Promise<unknown> {
  if (state.Parameters === undefined) return world.invoke(state.Resource, input);
  const { token, ended, close } = world.openWait(state.TimeoutSeconds);
  const payload = Object.fromEntries(
    Object.entries(state.Parameters.Payload).map(([name, path]) => [
      name.replace(/\.\$$/, ''),
      path === '$$.Task.Token' ? token : json.parse(input)[path.slice(2)],
    ]),
  );
  // The wait may end before its function does; and a function that fails ends it.
  const failed = world
    .invoke(state.Parameters.FunctionName, payload)
    .then(() => new Promise(() => undefined));
  try {
    return await Promise.race([ended, failed]);
  } finally {
    close();
  }
}

async function runMap(world: WorkflowWorld, state: MapState, input: unknown): Promise<unknown> {
  const items = z.array(z.unknown()).parse(json.parse(input)[state.ItemsPath.slice(2)]);
  const waiting = [...items];
  const work = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await runWorkflow(world, state.ItemProcessor, item);
    }
  };
  const lanes = Math.min(items.length, state.MaxConcurrency ?? items.length);
  await Promise.all(Array.from({ length: lanes }, work));
  return input;
}
