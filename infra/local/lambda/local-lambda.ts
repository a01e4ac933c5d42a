import { availableParallelism } from 'node:os';
import { AwsServiceError } from '../aws-service-error.ts';
import { openEventJournal } from '../event-journal.ts';
import { AWS_PAYLOAD_LIMITS, type PayloadLimits } from '../payload-limits.ts';
import { createAsynchronousInvocations } from './asynchronous-invocations.ts';
import type { FunctionConfig } from './function-config.ts';
import { createFunctionPool, type FunctionPool } from './function-pool.ts';
import type { InvocationReport } from './invocation-report.ts';
import type { InvokeResult } from './invoke-result.ts';
import { startProcessWatchdog } from './process-watchdog.ts';
import { startRuntimeApi } from './runtime-api.ts';

/** The Lambda of the local cloud. */
export interface LocalLambda {
  /**
   * Invokes a function and waits for its result (InvocationType RequestResponse). A function that fails resolves
   * with its error; only a call AWS itself would refuse rejects. `onStart` is called when the event has waited its
   * turn and an environment takes it: a caller's own timeout should count from there.
   *
   * @throws AwsServiceError ResourceNotFoundException, RequestTooLargeException (over 6 MiB),
   *   TooManyRequestsException (reserved concurrency 0), ServiceException (the local cloud is stopping).
   */
  invoke(nameOrArn: string, payload: unknown, onStart?: () => void): Promise<InvokeResult>;
  /**
   * Takes an event and returns at once (InvocationType Event); see createAsynchronousInvocations for retries.
   *
   * @throws AwsServiceError ResourceNotFoundException, RequestTooLargeException (over 1 MiB).
   */
  invokeAsync(nameOrArn: string, payload: unknown): void;
  /** Takes up the asynchronous events that an earlier process was not done with. */
  resume(): void;
  /** Kills every environment. Resolves when no process is left; asynchronous events in hand wait for `resume`. */
  stop(): Promise<void>;
}

export interface LocalLambdaOptions {
  readonly functions: readonly FunctionConfig[];
  /** Variables of every function: AWS_ENDPOINT_URL, AWS_REGION. */
  readonly environment: Readonly<Record<string, string>>;
  /** Receives each line a function writes to its standard output or error. */
  readonly log: (functionName: string, line: string) => void;
  readonly onReport: (report: InvocationReport) => void;
  /** Most environments of one function at once. Default: the processors of this machine, at least 4. */
  readonly maximumConcurrency?: number | undefined;
  /** Where asynchronous events are kept until they are done with; without it they last as long as the process. */
  readonly directory?: string;
  /** AWS's own when absent. */
  readonly limits?: PayloadLimits;
  /** How long an unused environment is kept. Default 120 s. */
  readonly idleSeconds?: number;
}

const ASYNCHRONOUS_LIMIT_BYTES = 1_048_576;
/**
 * An idle environment holds some 50 MB of its own (measured: 18 functions, 914 MB), forty of them two gigabytes.
 * More than a minute, so that what a schedule calls every minute stays warm.
 */
const DEFAULT_IDLE_SECONDS = 120;

/** Starts the local Lambda: no process yet, each function's environments start with its first events. */
export async function createLocalLambda(options: LocalLambdaOptions): Promise<LocalLambda> {
  // First, because it alone can fail, and nothing must be left listening then.
  const journal = openEventJournal(options.directory);
  const runtimeApi = await startRuntimeApi();
  const watchdog = startProcessWatchdog();
  const { eventBytes, minimumHeapMegabytes } = options.limits ?? AWS_PAYLOAD_LIMITS;
  const { environment, log } = options;
  const host = { runtimeApi, watchdog, environment, log, minimumHeapMegabytes };
  const functions = new Map<string, { config: FunctionConfig; pool: FunctionPool }>();
  for (const config of options.functions) {
    const pool = createFunctionPool({
      config,
      host,
      maximumConcurrency: options.maximumConcurrency ?? Math.max(4, availableParallelism()),
      idleMilliseconds: (options.idleSeconds ?? DEFAULT_IDLE_SECONDS) * 1000,
      onReport: options.onReport,
    });
    functions.set(config.name, { config, pool });
  }
  const asynchronous = createAsynchronousInvocations(options.log);

  function find(nameOrArn: string): { config: FunctionConfig; pool: FunctionPool } {
    const found = functions.get(functionName(nameOrArn));
    if (found !== undefined) return found;
    throw new AwsServiceError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
  }

  function accept(id: number, name: string, payload: unknown): void {
    const { config, pool } = find(name);
    const text = serialize(payload, ASYNCHRONOUS_LIMIT_BYTES);
    asynchronous.accept(
      config,
      payload,
      () => pool.invoke(text),
      () => journal.remove(id),
    );
  }

  return {
    async invoke(nameOrArn, payload, onStart) {
      const { pool } = find(nameOrArn);
      return pool.invoke(serialize(payload, eventBytes), onStart);
    },
    invokeAsync(nameOrArn, payload) {
      const { name } = find(nameOrArn).config;
      serialize(payload, ASYNCHRONOUS_LIMIT_BYTES);
      accept(journal.add(name, payload), name, payload);
    },
    resume() {
      for (const { id, addressee: name, payload } of journal.pending()) {
        if (functions.has(name)) {
          accept(id, name, payload);
        } else {
          options.log(name, 'An event of an earlier start is dropped: the function is no longer there');
          journal.remove(id);
        }
      }
    },
    async stop() {
      asynchronous.stop();
      await Promise.all([...functions.values()].map(({ pool }) => pool.stop()));
      await runtimeApi.stop();
      watchdog.stop();
      journal.close();
    },
  };
}

/** The name in "name", "name:qualifier" or "arn:aws:lambda:region:account:function:name[:qualifier]". */
function functionName(nameOrArn: string): string {
  const parts = nameOrArn.split(':');
  return (parts[0] === 'arn' ? parts[6] : parts[0]) ?? nameOrArn;
}

function serialize(payload: unknown, limitBytes: number): string {
  const text = JSON.stringify(payload) ?? '{}';
  const bytes = Buffer.byteLength(text);
  if (bytes <= limitBytes) return text;
  throw new AwsServiceError(
    'RequestTooLargeException',
    `${bytes} byte payload is too large for an invocation (limit ${limitBytes} bytes)`,
    413,
  );
}
