import { evaluateIntrinsic } from './intrinsic-functions.ts';
import { isPlainObject } from './plain-object.ts';
import { Unresolvable } from './unresolvable.ts';

/** What the functions of a template may look up; every method throws `Unresolvable` for an unknown name. */
export interface ResolveScope {
  /** Value of a pseudo parameter, a stack parameter, or the Ref value of a resource. */
  reference(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, topKey: string, secondKey: string): unknown;
  importValue(exportName: string): unknown;
  stackOutput(stackName: string, outputName: string): unknown;
}

/** Stands for AWS::NoValue: the property or list item that resolves to it is left out. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

/** Takes one place that could not be resolved. */
export type ReportUnresolvable = (path: string, reason: string) => void;

/**
 * Computes every intrinsic function in a value of a template.
 * @param report Called once for each property that cannot be resolved; that property is then left out,
 *   and the rest is still resolved, so that all problems come to light in one run.
 * @returns Plain JSON without functions, or NO_VALUE.
 */
export function resolveValue(
  value: unknown,
  scope: ResolveScope,
  report: ReportUnresolvable,
  path = '',
): unknown {
  if (isPlainObject(value) && !isIntrinsic(value)) {
    const entries = Object.entries(value).map(
      ([key, item]) =>
        [key, resolveValue(item, scope, report, path === '' ? key : `${path}.${key}`)] as const,
    );
    return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => resolveValue(item, scope, report, `${path}[${index}]`));
    return items.filter((item) => item !== NO_VALUE);
  }
  try {
    return evaluate(value, scope);
  } catch (error) {
    if (!(error instanceof Unresolvable)) throw error;
    report(path, error.message);
    return NO_VALUE;
  }
}

/**
 * Like `resolveValue`, for a value that must resolve as a whole.
 * @throws Unresolvable
 */
export function evaluate(value: unknown, scope: ResolveScope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => evaluate(item, scope)).filter((item) => item !== NO_VALUE);
  }
  if (!isPlainObject(value)) return value;
  const [name, argument] = Object.entries(value)[0] ?? [];
  if (name !== undefined && isIntrinsic(value)) return evaluateIntrinsic(name, argument, scope);
  const entries = Object.entries(value).map(([key, item]) => [key, evaluate(item, scope)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}

/** A function is an object with one key: Ref, Condition (in conditions only) or Fn::Something. */
function isIntrinsic(value: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(value);
  const [key] = keys;
  return keys.length === 1 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::'));
}
