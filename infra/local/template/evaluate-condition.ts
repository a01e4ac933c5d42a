import { isPlainObject } from './plain-object.ts';
import { evaluate, type ResolveScope } from './resolve-value.ts';
import { Unresolvable } from './unresolvable.ts';

/**
 * Computes a condition of a template: Fn::Equals, Fn::And, Fn::Or, Fn::Not and references to other
 * conditions.
 * @throws Unresolvable for anything else.
 */
export function evaluateCondition(value: unknown, scope: ResolveScope): boolean {
  const [name, argument] = isPlainObject(value) ? (Object.entries(value)[0] ?? []) : [];
  if (name === 'Condition' && typeof argument === 'string') return scope.condition(argument);
  if (!Array.isArray(argument)) throw new Unresolvable(`not a condition: ${JSON.stringify(value)}`);
  switch (name) {
    case 'Fn::Equals':
      return same(evaluate(argument[0], scope), evaluate(argument[1], scope));
    case 'Fn::And':
      return argument.every((item) => evaluateCondition(item, scope));
    case 'Fn::Or':
      return argument.some((item) => evaluateCondition(item, scope));
    case 'Fn::Not':
      return !evaluateCondition(argument[0], scope);
    default:
      throw new Unresolvable(`the condition ${name} is not modelled`);
  }
}

/** CloudFormation compares as text: the number 1 equals "1". */
function same(left: unknown, right: unknown): boolean {
  return typeof left === 'object' || typeof right === 'object'
    ? JSON.stringify(left) === JSON.stringify(right)
    : String(left) === String(right);
}
