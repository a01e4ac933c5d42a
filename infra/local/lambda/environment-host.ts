import type { ProcessWatchdog } from './process-watchdog.ts';
import type { RuntimeApi } from './runtime-api.ts';

/** What every environment of a local Lambda shares. */
export interface EnvironmentHost {
  readonly runtimeApi: RuntimeApi;
  readonly watchdog: ProcessWatchdog;
  /** Variables of every function: endpoint URL, region. */
  readonly environment: Readonly<Record<string, string>>;
  /** Heap that every environment has at least, whatever the memory size of its function. */
  readonly minimumHeapMegabytes: number;
  readonly log: (functionName: string, line: string) => void;
}
