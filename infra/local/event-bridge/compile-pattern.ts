import { isPlainObject } from '../template/plain-object.ts';
import { compileFilter, type ValueTest } from './compile-filter.ts';

/** Whether an event, or an object inside it, matches. */
export type EventTest = (event: Readonly<Record<string, unknown>>) => boolean;

/**
 * Compiles an EventBridge event pattern.
 *
 * A field matches when one of the listed values or filters does; fields are combined with "and", `$or`
 * lists with "or". A list in the event matches when one of its items does; an empty list counts as absent.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * @throws Error naming the field for a filter that does not exist
 */
export function compilePattern(pattern: unknown, path = ''): EventTest {
  if (!isPlainObject(pattern) || Object.keys(pattern).length === 0) {
    throw new Error(`The event pattern${at(path)} must be an object with at least one field.`);
  }
  const tests = Object.entries(pattern).map(([key, value]) =>
    key === '$or' ? compileOr(value, path) : compileField(key, value, path === '' ? key : `${path}.${key}`),
  );
  return (event) => tests.every((test) => test(event));
}

function compileOr(alternatives: unknown, path: string): EventTest {
  if (!Array.isArray(alternatives) || alternatives.length === 0) {
    throw new Error(`$or${at(path)} must be a list of patterns.`);
  }
  const tests = alternatives.map((alternative) => compilePattern(alternative, path));
  return (event) => tests.some((test) => test(event));
}

function compileField(key: string, value: unknown, path: string): EventTest {
  if (Array.isArray(value)) {
    if (value.length === 0)
      throw new Error(`The event pattern${at(path)} is an empty list: it matches nothing.`);
    const tests = value.map((filter) => compileFilter(filter, path));
    return (event) => matchesOne(tests, event[key]);
  }
  const nested = compilePattern(value, path);
  return (event) => {
    const inner = event[key];
    if (Array.isArray(inner)) return inner.some((item) => isPlainObject(item) && nested(item));
    // An absent object still matches a pattern that asks for absence below it.
    return nested(isPlainObject(inner) ? inner : {});
  };
}

function matchesOne(tests: readonly ValueTest[], value: unknown): boolean {
  // An object is no leaf: EventBridge sees only the fields below it.
  const leaves = (Array.isArray(value) ? value : [value]).filter((item) => !isPlainObject(item));
  const present = leaves.filter((item) => item !== undefined);
  return present.length === 0
    ? tests.some((test) => test(undefined))
    : present.some((item) => tests.some((test) => test(item)));
}

function at(path: string): string {
  return path === '' ? '' : ` at ${path}`;
}
