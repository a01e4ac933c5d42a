import { isPlainObject } from '../template/plain-object.ts';

/**
 * Compiles a path into an event as EventBridge takes it: `$`, `$.detail.object.key`, `$.resources[0]`.
 * @returns A function that gives the value, or undefined where the event has none.
 * @throws Error for any other JSONPath syntax
 */
export function jsonPath(path: string): (event: unknown) => unknown {
  const match = /^\$((?:\.[A-Za-z0-9_/-]+|\[\d+\])*)$/.exec(path);
  if (match === null) throw new Error(`The path ${path} into an event is not modelled.`);
  const steps = [...(match[1] ?? '').matchAll(/\.([^.[]+)|\[(\d+)\]/g)].map(([, name, index]) =>
    name === undefined ? Number(index) : name,
  );
  return (event) => steps.reduce(step, event);
}

function step(value: unknown, key: string | number): unknown {
  if (typeof key === 'number') return Array.isArray(value) ? value[key] : undefined;
  return isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
