import { matchesWildcard } from './matches-wildcard.ts';

/** One operator on one key of a Condition block. */
export interface Condition {
  readonly operator: Operator;
  readonly key: ConditionKey;
  readonly values: readonly string[];
}

/** What is known about a call; a key that is absent makes its condition false. */
export type RequestContext = Readonly<Partial<Record<ConditionKey, string>>>;

const OPERATORS = {
  StringEquals: (actual: string, value: string) => actual === value,
  StringLike: (actual: string, value: string) => matchesWildcard(value, actual),
  ArnEquals: (actual: string, value: string) => matchesWildcard(value, actual),
  ArnLike: (actual: string, value: string) => matchesWildcard(value, actual),
  Bool: (actual: string, value: string) => actual === value.toLowerCase(),
} as const;
const KEYS = [
  'aws:SecureTransport',
  'aws:SourceArn',
  'aws:SourceAccount',
  'events:source',
  'events:detail-type',
] as const;

type Operator = keyof typeof OPERATORS;
type ConditionKey = (typeof KEYS)[number];

/**
 * Reads a Condition block. Keys are compared without regard to case, as IAM does.
 * @throws Error for an operator or key that does not exist here: ignoring it could allow too much
 */
export function readConditions(
  block: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  where: string,
): Condition[] {
  return Object.entries(block).flatMap(([operator, tests]) => {
    if (!isOperator(operator))
      throw new Error(`${where}: the condition operator ${operator} is not modelled.`);
    return Object.entries(tests).map(([name, value]) => {
      const key = KEYS.find((known) => known.toLowerCase() === name.toLowerCase());
      if (key === undefined) throw new Error(`${where}: the condition key ${name} is not modelled.`);
      return { operator, key, values: Array.isArray(value) ? value.map(String) : [String(value)] };
    });
  });
}

/** Whether every condition holds; several values of one condition are alternatives. */
export function conditionsHold(conditions: readonly Condition[], context: RequestContext): boolean {
  return conditions.every(({ operator, key, values }) => {
    const actual = context[key];
    return actual !== undefined && values.some((value) => OPERATORS[operator](actual, value));
  });
}

function isOperator(name: string): name is Operator {
  return Object.hasOwn(OPERATORS, name);
}
