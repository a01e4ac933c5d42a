import { randomUUID } from 'node:crypto';
import { AwsServiceError } from '../aws-service-error.ts';
import type { EnvironmentHost } from './environment-host.ts';
import { type ExecutionEnvironment, startEnvironment } from './execution-environment.ts';
import type { FunctionConfig } from './function-config.ts';
import type { InvocationReport } from './invocation-report.ts';
import type { InvokeResult } from './invoke-result.ts';

/** The environments of one function, and the events that wait for one. */
export interface FunctionPool {
  /**
   * Runs one event (JSON text) in a warm environment, a new one, or the next that becomes free; `onStart` is called
   * when it has one.
   */
  invoke(payload: string, onStart?: () => void): Promise<InvokeResult>;
  stop(): Promise<void>;
}

export interface FunctionPoolOptions {
  readonly config: FunctionConfig;
  readonly host: EnvironmentHost;
  /** Most environments of this function at once; a smaller reserved concurrency wins. */
  readonly maximumConcurrency: number;
  /** An environment that served nothing for this long is ended. */
  readonly idleMilliseconds: number;
  readonly onReport: (report: InvocationReport) => void;
}

interface WaitingEvent {
  readonly payload: string;
  readonly onStart: (() => void) | undefined;
  readonly resolve: (result: InvokeResult) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The concurrency of one function.
 *
 * Where AWS answers 429 above the limit, events wait here in the order they came: one machine stands in for a
 * fleet, and a burst that AWS would simply absorb must not fail because of that. A reserved concurrency of 0
 * refuses every event, as on AWS.
 */
export function createFunctionPool(options: FunctionPoolOptions): FunctionPool {
  const { config } = options;
  const limit = Math.min(config.reservedConcurrency ?? Number.POSITIVE_INFINITY, options.maximumConcurrency);
  const waiting: WaitingEvent[] = [];
  const idle = new Map<ExecutionEnvironment, NodeJS.Timeout>();
  const environments = new Set<ExecutionEnvironment>();
  let stopped = false;

  function takeIdle(): ExecutionEnvironment | undefined {
    // The one used last, so that the others grow old and are ended.
    for (const [environment, reaper] of [...idle].reverse()) {
      clearTimeout(reaper);
      idle.delete(environment);
      if (environment.alive) return environment;
      environments.delete(environment);
    }
    return undefined;
  }

  function takeEnvironment(): ExecutionEnvironment | undefined {
    const warm = takeIdle();
    if (warm !== undefined || environments.size >= limit) return warm;
    const started = startEnvironment(config, options.host);
    environments.add(started);
    return started;
  }

  function release(environment: ExecutionEnvironment): void {
    if (!environment.alive || stopped) {
      environments.delete(environment);
      void environment.end();
      return;
    }
    const reaper = setTimeout(() => {
      idle.delete(environment);
      environments.delete(environment);
      void environment.end();
    }, options.idleMilliseconds);
    reaper.unref();
    idle.set(environment, reaper);
  }

  function serveWaiting(): void {
    for (;;) {
      if (waiting.length === 0) return;
      const environment = takeEnvironment();
      if (environment === undefined) return;
      const event = waiting.shift();
      if (event !== undefined) void serve(environment, event);
    }
  }

  async function serve(environment: ExecutionEnvironment, event: WaitingEvent): Promise<void> {
    const requestId = randomUUID();
    event.onStart?.();
    const { result, ...figures } = await environment.run(requestId, event.payload);
    if (stopped) {
      event.reject(stoppedError(config.name));
      return;
    }
    options.onReport({ functionName: config.name, requestId, ...figures });
    release(environment);
    event.resolve(result);
    serveWaiting();
  }

  return {
    invoke(payload, onStart) {
      if (stopped) return Promise.reject(stoppedError(config.name));
      if (limit === 0) {
        return Promise.reject(new AwsServiceError('TooManyRequestsException', 'Rate Exceeded.', 429));
      }
      return new Promise((resolve, reject) => {
        const event: WaitingEvent = { payload, onStart, resolve, reject };
        waiting.push(event);
        serveWaiting();
      });
    },
    async stop() {
      stopped = true;
      for (const reaper of idle.values()) clearTimeout(reaper);
      for (const event of waiting.splice(0)) event.reject(stoppedError(config.name));
      await Promise.all([...environments].map((environment) => environment.end()));
    },
  };
}

function stoppedError(name: string): AwsServiceError {
  return new AwsServiceError(
    'ServiceException',
    `The local cloud is stopping: the result of ${name} is lost.`,
    500,
  );
}
