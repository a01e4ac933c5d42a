import type { EnvironmentHost } from './environment-host.ts';
import type { FunctionConfig } from './function-config.ts';
import type { InvokeError, InvokeResult } from './invoke-result.ts';
import { peakMemoryMegabytes } from './peak-memory.ts';
import type { Invocation } from './runtime-api.ts';
import { spawnBootstrap } from './spawn-bootstrap.ts';

/** What an environment hands back for one event: the result, and the figures of its report. */
interface EnvironmentOutcome {
  readonly result: InvokeResult;
  readonly durationMs: number;
  readonly initMs?: number;
  readonly maxMemoryMegabytes?: number;
}

/** One execution environment: a process that serves one event at a time, any number in a row. */
export interface ExecutionEnvironment {
  /** False from the moment its process has ended or is being killed. */
  readonly alive: boolean;
  /** Serves one event; never rejects, and must not be called again before it has resolved. */
  run(requestId: string, payload: string): Promise<EnvironmentOutcome>;
  /** Kills the process and resolves when it is gone. */
  end(): Promise<void>;
}

/** AWS allows the init phase 10 s, on top of the function's own timeout. */
const INIT_LIMIT_MS = 10_000;

interface SettledInvocation {
  readonly result: InvokeResult;
  readonly maxMemoryMegabytes: number | undefined;
}

interface CurrentInvocation {
  readonly requestId: string;
  readonly payload: string;
  readonly settle: (settled: SettledInvocation) => void;
  deliveredAt: number | undefined;
}

/** Starts the process of a new environment; it loads its handler while its first event waits. */
export function startEnvironment(config: FunctionConfig, host: EnvironmentHost): ExecutionEnvironment {
  const startedAt = performance.now();
  let alive = true;
  let initMs: number | undefined;
  let current: CurrentInvocation | undefined;
  let deliver: ((invocation: Invocation) => void) | undefined;
  let timer: NodeJS.Timeout | undefined;

  const session = host.runtimeApi.open({
    onNext(next) {
      initMs ??= performance.now() - startedAt;
      deliver = next;
      deliverCurrent();
    },
    onResponse: (requestId, payload) => settle(requestId, { payload }),
    onError(requestId, error, ending) {
      if (ending) alive = false;
      settle(requestId, { error });
    },
    onInitError(error) {
      alive = false;
      fail(error);
    },
  });
  const child = spawnBootstrap(config, session.address, host);
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => ended(`Runtime could not be started: ${error.message}`, resolve));
    child.once('exit', (code, signal) => {
      ended(exitText(code, signal), resolve);
    });
  });

  function ended(message: string, resolve: () => void): void {
    alive = false;
    if (child.pid !== undefined) host.watchdog.forget(child.pid);
    session.close();
    fail({ errorType: 'Runtime.ExitError', errorMessage: message });
    resolve();
  }

  function settle(requestId: string, result: InvokeResult): void {
    if (current?.requestId !== requestId) return;
    clearTimeout(timer);
    const { settle: resolve } = current;
    current = undefined;
    // Read while the process still exists: a killed one has no figure.
    const maxMemoryMegabytes = child.pid === undefined ? undefined : peakMemoryMegabytes(child.pid);
    resolve({ result, maxMemoryMegabytes });
  }

  /** Ends the event in hand with an error of the platform's, which names the request as AWS's do. */
  function fail(error: InvokeError): void {
    if (current === undefined) return;
    const prefix = error.errorType === 'Runtime.ExitError' || error.errorType === 'Sandbox.Timedout';
    const errorMessage = prefix
      ? `RequestId: ${current.requestId} Error: ${error.errorMessage}`
      : error.errorMessage;
    settle(current.requestId, { error: { ...error, errorMessage } });
  }

  function kill(): void {
    alive = false;
    child.kill('SIGKILL');
  }

  function timeOutAfter(milliseconds: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const seconds = config.timeoutSeconds.toFixed(2);
      fail({ errorType: 'Sandbox.Timedout', errorMessage: `Task timed out after ${seconds} seconds` });
      kill();
    }, milliseconds);
  }

  function deliverCurrent(): void {
    if (deliver === undefined || current === undefined || current.deliveredAt !== undefined) return;
    const timeoutMs = config.timeoutSeconds * 1000;
    current.deliveredAt = performance.now();
    deliver({
      requestId: current.requestId,
      functionArn: config.arn,
      payload: current.payload,
      deadlineMs: Date.now() + timeoutMs,
    });
    deliver = undefined;
    timeOutAfter(timeoutMs);
  }

  return {
    get alive() {
      return alive;
    },
    async run(requestId, payload) {
      const cold = initMs === undefined;
      const { promise, resolve } = Promise.withResolvers<SettledInvocation>();
      const invocation: CurrentInvocation = { requestId, payload, settle: resolve, deliveredAt: undefined };
      current = invocation;
      timeOutAfter(INIT_LIMIT_MS + config.timeoutSeconds * 1000);
      if (!alive) fail({ errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited before the event' });
      deliverCurrent();
      const { result, maxMemoryMegabytes } = await promise;
      const durationMs = performance.now() - (invocation.deliveredAt ?? startedAt);
      return {
        result,
        durationMs,
        ...(cold && initMs !== undefined ? { initMs } : {}),
        ...(maxMemoryMegabytes === undefined ? {} : { maxMemoryMegabytes }),
      };
    },
    async end() {
      kill();
      await exited;
    },
  };
}

/** What AWS says of a runtime that ended under an event. */
function exitText(code: number | null, signal: NodeJS.Signals | null): string {
  if (code === 0) return 'Runtime exited without providing a reason';
  if (signal === null) return `Runtime exited with error: exit status ${code}`;
  const names: Partial<Record<NodeJS.Signals, string>> = { SIGKILL: 'killed', SIGABRT: 'aborted' };
  return `Runtime exited with error: signal: ${names[signal] ?? signal}`;
}
