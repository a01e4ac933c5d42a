import { isPlainObject } from './plain-object.ts';

/**
 * A copy of a JSON value without the properties at the given paths. A path is "Name.Name", where "Name[]"
 * goes through every item of a list: "Origins[].ConnectionAttempts".
 */
export function withoutPaths(value: unknown, paths: readonly string[]): unknown {
  return without(
    value,
    paths.map((path) => path.replaceAll('[]', '.[]').split('.')),
  );
}

function without(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (paths.length === 0) return value;
  if (Array.isArray(value)) {
    const inner = below(paths, '[]');
    return value.map((item) => without(item, inner));
  }
  if (!isPlainObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([key]) => !paths.some((path) => path.length === 1 && path[0] === key),
  );
  return Object.fromEntries(kept.map(([key, item]) => [key, without(item, below(paths, key))]));
}

function below(paths: readonly (readonly string[])[], step: string): readonly (readonly string[])[] {
  return paths.filter((path) => path.length > 1 && path[0] === step).map((path) => path.slice(1));
}
