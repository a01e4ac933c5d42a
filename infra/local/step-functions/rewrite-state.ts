import { isPathField } from './check-state.ts';
import { isJsonObject } from './json.ts';

/** Choice operators the library only honours as `true`. */
const TYPE_TESTS = ['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'];

/**
 * Says the same in words the library understands:
 *
 * - `ResultPath`, `InputPath`, `OutputPath`, `ItemsPath` "$" are the defaults; the library takes the first for the
 *   name of a key, and fails on the others when the value is false, 0 or null: left out.
 * - `IsPresent: false` and its like never match in the library: written as Not of `true`.
 * - `$$.Execution.Input` and `.StartTime` are those of the innermost branch or item in the library: read from where
 *   the values of the whole execution are kept.
 */
export function rewriteState(state: Record<string, unknown>): Record<string, unknown> {
  const rewritten: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(state)) {
    if (/^(ResultPath|InputPath|OutputPath|ItemsPath)$/.test(key) && value === '$') continue;
    if (key === 'Branches' || key === 'ItemProcessor' || key === 'Iterator' || key === 'Result') {
      rewritten[key] = value;
    } else if (key === 'Catch' && Array.isArray(value)) {
      rewritten[key] = value.map((catcher) =>
        isJsonObject(catcher) ? withoutDefaultResultPath(catcher) : catcher,
      );
    } else if (key === 'Choices' && Array.isArray(value)) {
      rewritten[key] = value.map((rule) => rewriteRule(rewritePaths(rule)));
    } else {
      rewritten[key] = rewritePaths(value, key);
    }
  }
  return rewritten;
}

function withoutDefaultResultPath(catcher: Record<string, unknown>): Record<string, unknown> {
  const { ResultPath, ...rest } = catcher;
  return ResultPath === undefined || ResultPath === '$' ? rest : catcher;
}

function rewritePaths(value: unknown, key = ''): unknown {
  if (typeof value === 'string' && isPathField(key)) {
    return value.replaceAll(
      /\$\$\.Execution\.(Input|StartTime)\b/g,
      (_, part) => `$$.WholeExecution.${part}`,
    );
  }
  if (Array.isArray(value)) return value.map((item) => rewritePaths(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, rewritePaths(inner, name)]));
}

function rewriteRule(rule: unknown): unknown {
  if (!isJsonObject(rule)) return rule;
  const negated = TYPE_TESTS.find((test) => rule[test] === false);
  if (negated !== undefined) {
    const { Next, ...test } = rule;
    return { Not: { ...test, [negated]: true }, ...(Next === undefined ? {} : { Next }) };
  }
  const rewritten: Record<string, unknown> = { ...rule };
  if (Array.isArray(rule.And)) rewritten.And = rule.And.map(rewriteRule);
  if (Array.isArray(rule.Or)) rewritten.Or = rule.Or.map(rewriteRule);
  if (rule.Not !== undefined) rewritten.Not = rewriteRule(rule.Not);
  return rewritten;
}
