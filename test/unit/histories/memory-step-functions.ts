import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { outgoing } from './outgoing-calls.ts';
import { runWorkflow, StateFailure } from './run-workflow.ts';
import type { Simulation } from './simulation.ts';
import type { Branch } from './workflow-definition.ts';

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly input: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  failure?: StateFailure;
  /** It was let run again. The word of its first end may come after that: the daily sweep reports such a one. */
  isRedriven?: boolean;
}

interface Wait {
  readonly resolve: (output: unknown) => void;
  readonly reject: (failure: StateFailure) => void;
  readonly isOpen: () => boolean;
}

export interface StepFunctionsOptions {
  readonly simulation: Simulation;
  readonly definition: Branch;
  /** Runs a function; fails with `StateFailure`. */
  readonly invoke: (functionId: string, payload: unknown) => Promise<unknown>;
  /** Told of executions that ended without success. */
  readonly onUnhappyEnd: (execution: Execution) => void;
}

const details = { $metadata: {}, message: 'no' };

/** Step Functions in memory: executions of one definition, by name, and the tokens they wait for. */
export class MemoryStepFunctions {
  readonly client = new SFNClient({ region: 'eu-west-1' });
  readonly executions = new Map<string, Execution>();
  readonly #options: StepFunctionsOptions;
  readonly #waits = new Map<string, Wait>();

  constructor(options: StepFunctionsOptions) {
    this.#options = options;
    const mock = mockClient(this.client);
    mock.on(StartExecutionCommand).callsFake((input) =>
      outgoing('sfn StartExecution', async () => {
        const executionArn = arnOf(input.name);
        if (this.executions.has(executionArn)) throw new ExecutionAlreadyExists(details);
        this.start(input.name, input.input);
        return { executionArn, startDate: new Date(options.simulation.now) };
      }),
    );
    mock.on(StopExecutionCommand).callsFake((input) =>
      outgoing('sfn StopExecution', async () => {
        const execution = this.executions.get(input.executionArn);
        if (execution === undefined) throw new ExecutionDoesNotExist(details);
        this.stop(execution);
        return {};
      }),
    );
    mock.on(DescribeExecutionCommand).callsFake((input) =>
      outgoing('sfn DescribeExecution', async () => {
        const execution = this.executions.get(input.executionArn);
        if (execution === undefined) throw new ExecutionDoesNotExist(details);
        return { executionArn: execution.arn, status: execution.status, input: execution.input };
      }),
    );
    mock
      .on(SendTaskSuccessCommand)
      .callsFake((input) =>
        outgoing('sfn SendTaskSuccess', async () =>
          this.#take(input.taskToken).resolve(JSON.parse(input.output)),
        ),
      );
    mock
      .on(SendTaskFailureCommand)
      .callsFake((input) =>
        outgoing('sfn SendTaskFailure', async () =>
          this.#take(input.taskToken).reject(new StateFailure(input.error, input.cause)),
        ),
      );
  }

  running(): Execution[] {
    return [...this.executions.values()].filter(({ status }) => status === 'RUNNING');
  }

  start(name: string, input: string): void {
    const execution: Execution = { arn: arnOf(name), name, input, status: 'RUNNING' };
    this.executions.set(execution.arn, execution);
    void this.#run(execution);
  }

  /** Ends an execution from outside. What runs on its behalf goes on, and nobody hears of it. */
  stop(execution: Execution): void {
    if (execution.status !== 'RUNNING') return;
    execution.status = 'ABORTED';
    this.#options.onUnhappyEnd(execution);
  }

  /** Runs an execution that ended once more, from its beginning: the steps that are done answer at once. */
  redrive(execution: Execution): void {
    execution.status = 'RUNNING';
    execution.isRedriven = true;
    void this.#run(execution);
  }

  async #run(execution: Execution): Promise<void> {
    const { definition, simulation, invoke } = this.#options;
    const isAlive = () => execution.status === 'RUNNING';
    const world = {
      simulation,
      // The function itself is what happens next: only one activity runs at a time.
      invoke: (functionId: string, payload: unknown) =>
        new Promise<unknown>((resolve, reject) => {
          const name = `${execution.name} ${functionId}`;
          simulation.schedule(simulation.between(10, 200), name, async () => {
            if (!isAlive()) return;
            try {
              const answer = await invoke(functionId, payload);
              if (isAlive()) resolve(answer);
            } catch (error) {
              if (isAlive()) reject(error);
            }
          });
        }),
      openWait: () => this.#openWait(isAlive),
    };
    try {
      await runWorkflow(world, definition, JSON.parse(execution.input));
      if (isAlive()) execution.status = 'SUCCEEDED';
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      if (!isAlive()) return;
      execution.status = 'FAILED';
      execution.failure = error;
      this.#options.onUnhappyEnd(execution);
    }
  }

  #openWait(isAlive: () => boolean) {
    const token = `token-${this.#waits.size + 1}`;
    let isOpen = true;
    const ended = new Promise<unknown>((resolve, reject) => {
      this.#waits.set(token, { resolve, reject, isOpen: () => isOpen && isAlive() });
    });
    return {
      token,
      ended,
      close: () => {
        isOpen = false;
      },
    };
  }

  #take(token: string): Pick<Wait, 'resolve' | 'reject'> {
    const wait = this.#waits.get(token);
    if (wait === undefined) throw new TaskDoesNotExist(details);
    if (!wait.isOpen()) throw new TaskTimedOut(details);
    return wait;
  }
}

function arnOf(name: string): string {
  return `arn:aws:states:eu-west-1:1:execution:Workflow:${name}`;
}
