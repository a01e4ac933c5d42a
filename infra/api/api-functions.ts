import type { Construct } from 'constructs';
import { functionFamily } from '../constructs/function-family.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { timeLimits } from '../time-limits.ts';

interface ApiFunction {
  readonly description: string;
  readonly memoryMegabytes?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Actions and the resources that they are allowed on. */
  readonly mayDo?: readonly (readonly [actions: readonly string[], resources: readonly string[]])[];
}

/** The functions that answer operations, each with exactly the calls that it makes, by the names of their folders. */
export function apiFunctions(
  scope: Construct,
  { settings, jobs }: PipelineParts,
): Readonly<Record<string, HouseFunction>> {
  const family = functionFamily(scope, {
    folder: 'functions/api',
    logRetentionDays: settings.logRetentionDays,
    environment: { JOBS_TABLE: jobs.tableName },
  });
  const define = (name: string, { memoryMegabytes = 256, mayDo = [], ...own }: ApiFunction) => {
    const answering = family(name, { ...own, memoryMegabytes, timeout: timeLimits.httpFunction });
    for (const [actions, resources] of mayDo) answering.mayDo(actions, resources);
    return answering;
  };
  const functions: Record<string, ApiFunction> = {};
  return Object.fromEntries(Object.entries(functions).map(([name, own]) => [name, define(name, own)]));
}
