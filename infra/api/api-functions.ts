import type { Construct } from 'constructs';
import { functionFamily } from '../constructs/function-family.ts';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { timeLimits } from '../time-limits.ts';
import type { ApiFunction } from './api-function.ts';
import { readingFunctions } from './reading-functions.ts';
import { writingFunctions } from './writing-functions.ts';

/** The functions that answer operations, each with exactly the calls that it makes, by the names of their folders. */
export function apiFunctions(
  scope: Construct,
  parts: PipelineParts,
): Readonly<Record<string, HouseFunction>> {
  const { settings, jobs } = parts;
  const family = functionFamily(scope, {
    folder: 'functions/api',
    logRetentionDays: settings.logRetentionDays,
    environment: { JOBS_TABLE: jobs.tableName },
  });
  const define = (name: string, { memoryMegabytes = 256, mayDo = [], mayAlso, ...own }: ApiFunction) => {
    const answering = family(name, { ...own, memoryMegabytes, timeout: timeLimits.httpFunction });
    for (const [actions, resources] of mayDo) answering.mayDo(actions, resources);
    mayAlso?.(answering);
    return answering;
  };
  const functions: Record<string, ApiFunction> = { ...readingFunctions(parts), ...writingFunctions(parts) };
  return Object.fromEntries(Object.entries(functions).map(([name, own]) => [name, define(name, own)]));
}
