/** The figures of AWS's REPORT log line, one for each invocation. */
export interface InvocationReport {
  readonly functionName: string;
  readonly requestId: string;
  readonly durationMs: number;
  /** Present on a cold start: from the start of the process to its first request for an event. */
  readonly initMs?: number;
  /** Peak resident memory of the environment so far; undefined where the platform does not tell. */
  readonly maxMemoryMegabytes?: number;
}
