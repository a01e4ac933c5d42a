import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE } from '../../shared/metrics/measure.ts';
import { HouseFunction, type HouseFunctionProps } from './house-function.ts';
import { pascalCase } from './pascal-case.ts';

/** What the functions of one stack have in common. */
export interface FunctionFamily {
  /** Folder with a folder for each function, from the root of the repository. */
  readonly folder: string;
  readonly logRetentionDays: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Defines one function of a family by the name of its folder. */
export type DefineFunction = (
  name: string,
  own: Omit<HouseFunctionProps, 'entry' | 'logRetentionDays'>,
) => HouseFunction;

/**
 * @example
 * const define = functionFamily(this, { folder: 'functions/pipeline', logRetentionDays: 30 });
 * define('copy-stem', { description: …, memoryMegabytes: 512, timeout: timeLimits.copyFunction });
 */
export function functionFamily(scope: Construct, family: FunctionFamily): DefineFunction {
  // Where the functions' metrics go, and whose they are: see `shared/metrics/write-measures.ts`.
  const metrics = {
    POWERTOOLS_METRICS_NAMESPACE: METRIC_NAMESPACE,
    POWERTOOLS_SERVICE_NAME: Stack.of(scope).stackName,
  };
  return (name, own) =>
    new HouseFunction(scope, pascalCase(name), {
      ...own,
      entry: `${family.folder}/${name}/handler.ts`,
      logRetentionDays: family.logRetentionDays,
      environment: { ...metrics, ...family.environment, ...own.environment },
    });
}
