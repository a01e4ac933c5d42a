import { AwsServiceError } from '../aws-service-error.ts';
import type { BusEvent } from '../bus-event.ts';
import { LOCAL_ACCOUNT } from '../location.ts';
import type { Authorize } from '../principal.ts';
import { endOf } from './end-of-execution.ts';
import type { ExecutionEnd, ExecutionRecord, ExecutionStore } from './execution-store.ts';
import { openHistory } from './history.ts';
import type { InvokeLambda } from './invoke-lambda.ts';
import { parseJson } from './json.ts';
import type { MachineConfig } from './machine-config.ts';
import { type PreparedLevel, startingAt } from './prepare-definition.ts';
import { runLevel } from './run-level.ts';
import { statusEvent } from './status-event.ts';
import type { TaskTokens } from './task-tokens.ts';

/** A machine that was checked and prepared. */
export interface ReadyMachine {
  readonly config: MachineConfig;
  readonly level: PreparedLevel;
  /** TimeoutSeconds of the whole execution. */
  readonly timeoutSeconds: number | undefined;
}

export interface RunnerOptions {
  readonly store: ExecutionStore;
  readonly tokens: TaskTokens;
  readonly invokeLambda: InvokeLambda;
  readonly authorize: Authorize;
  readonly publish: (event: BusEvent) => void;
}

/** Runs executions and settles their records. */
export interface ExecutionRunner {
  /** Runs an execution from its first state. */
  start(machine: ReadyMachine, execution: ExecutionRecord): void;
  /** Runs an execution of an earlier process again, from its first state, under the same ARN. */
  restart(machine: ReadyMachine, execution: ExecutionRecord): void;
  /** Runs an execution that has ended again, from the state at its top level that it was in when it ended. */
  redrive(machine: ReadyMachine, execution: ExecutionRecord): void;
  /** Ends a running execution; nothing happens to one that is not running. */
  abort(executionArn: string, error: string | undefined, cause: string | undefined): void;
  /** Drops every execution where it stands, still RUNNING in the store. */
  stop(): Promise<void>;
}

interface Live {
  readonly end: (end: ExecutionEnd) => void;
  readonly drop: () => void;
  readonly done: Promise<void>;
}

/** The longest a timer can run; an execution may take a year on AWS, here the limit ends at 24.8 days. */
const LONGEST_TIMER_MS = 2_147_483_647;

export function createExecutionRunner(options: RunnerOptions): ExecutionRunner {
  const { store } = options;
  const live = new Map<string, Live>();

  function run(
    machine: ReadyMachine,
    record: ExecutionRecord,
    redriveCount: number,
    from?: { readonly state: string; readonly input: string },
  ): void {
    const { arn } = record;
    const controller = new AbortController();
    let open = true;
    let timer: NodeJS.Timeout | undefined;
    const history = openHistory(store, arn, () => open);

    /** The first end counts; whatever comes after it belongs to an execution that is over. */
    function end(how: ExecutionEnd): void {
      if (!open) return;
      history.add(...endEvent(how));
      close();
      store.end(arn, how, Date.now());
      publishStatus(arn);
    }

    function close(): void {
      open = false;
      clearTimeout(timer);
      live.delete(arn);
      controller.abort();
    }

    const role = {
      accessKeyId: machine.config.roleName,
      kind: 'role',
      name: machine.config.roleName,
    } as const;
    const roleArn = roleArnOf(machine.config);
    if (redriveCount === 0) {
      const details = { input: record.input, inputDetails: { truncated: false }, roleArn };
      history.add('ExecutionStarted', { executionStartedEventDetails: details });
    } else {
      history.add('ExecutionRedriven', { executionRedrivenEventDetails: { redriveCount } });
    }
    if (machine.timeoutSeconds !== undefined) {
      timer = setTimeout(
        () => end({ status: 'TIMED_OUT', error: 'States.Timeout' }),
        Math.min(machine.timeoutSeconds * 1000, LONGEST_TIMER_MS),
      );
    }
    const input = parseJson(record.input);
    const execution = {
      arn,
      name: record.name,
      machineArn: machine.config.arn,
      machineName: machine.config.name,
      role,
      roleArn,
      input,
      startTime: new Date(record.startMs).toISOString(),
      tokens: options.tokens,
      authorize: options.authorize,
      invokeLambda: options.invokeLambda,
    };
    const level = from === undefined ? machine.level : startingAt(machine.level, from.state);
    const firstInput = from === undefined ? input : parseJson(from.input);
    const done = endOf(runLevel(level, firstInput, { execution, history, signal: controller.signal })).then(
      end,
    );
    live.set(arn, { end, drop: close, done });
  }

  function publishStatus(arn: string): void {
    const record = store.find(arn);
    if (record !== undefined) options.publish(statusEvent(record));
  }

  let stopping = false;
  function refuseWhenStopping(): void {
    if (stopping) throw new AwsServiceError('ServiceUnavailable', 'The local cloud is stopping.', 503);
  }

  return {
    start(machine, execution) {
      refuseWhenStopping();
      run(machine, execution, 0);
      publishStatus(execution.arn);
    },
    restart(machine, execution) {
      run(machine, execution, store.countRedrive(execution.arn));
    },
    redrive(machine, { arn }) {
      refuseWhenStopping();
      const from = store.lastEntered(arn, [...machine.level.stateTypes.keys()]);
      store.reopen(arn, Date.now());
      const redriveCount = store.countRedrive(arn);
      const execution = store.find(arn);
      if (execution !== undefined) run(machine, execution, redriveCount, from);
      publishStatus(arn);
    },
    abort(executionArn, error, cause) {
      live.get(executionArn)?.end({ status: 'ABORTED', error, cause });
    },
    async stop() {
      stopping = true;
      const all = [...live.values()];
      for (const { drop } of all) drop();
      await Promise.all(all.map(({ done }) => done));
    },
  };
}

/** ARN of the role a machine's tasks act as. */
export function roleArnOf(config: MachineConfig): string {
  return `arn:aws:iam::${LOCAL_ACCOUNT}:role/${config.roleName}`;
}

function endEvent({ status, output, error, cause }: ExecutionEnd): [string, object] {
  switch (status) {
    case 'SUCCEEDED':
      return [
        'ExecutionSucceeded',
        { executionSucceededEventDetails: { output, outputDetails: { truncated: false } } },
      ];
    case 'FAILED':
      return ['ExecutionFailed', { executionFailedEventDetails: { error, cause } }];
    case 'TIMED_OUT':
      return ['ExecutionTimedOut', { executionTimedOutEventDetails: { error, cause } }];
    case 'ABORTED':
      return ['ExecutionAborted', { executionAbortedEventDetails: { error, cause } }];
  }
}
