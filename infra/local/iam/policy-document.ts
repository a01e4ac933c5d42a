import * as z from 'zod';
import { type Condition, readConditions } from './conditions.ts';

/** One statement of a policy, checked and brought into one form. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Patterns such as "s3:Get*"; `not` turns the list around (NotAction). */
  readonly actions: PatternList;
  /** Patterns of ARNs; absent in a role's trust policy. */
  readonly resources?: PatternList;
  /** Whom a resource policy speaks of; absent in an identity policy. */
  readonly principal?: StatementPrincipal;
  readonly conditions: readonly Condition[];
}

export interface PatternList {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** "*" for everybody, or lists of role ARNs (account root included) and service principals. */
type StatementPrincipal = '*' | { readonly aws: readonly string[]; readonly services: readonly string[] };

const list = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.literal(['Allow', 'Deny']),
  Action: list.optional(),
  NotAction: list.optional(),
  Resource: list.optional(),
  NotResource: list.optional(),
  Principal: z
    .union([z.literal('*'), z.strictObject({ AWS: list.optional(), Service: list.optional() })])
    .optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
const documentSchema = z.strictObject({
  Version: z.literal('2012-10-17').optional(),
  Id: z.string().optional(),
  Statement: z.union([z.array(statementSchema), statementSchema.transform((one) => [one])]),
});

/**
 * Reads a policy document.
 * @param where Names the policy in error messages.
 * @throws Error for everything the evaluator would not honour: unknown elements, condition operators and
 *   keys, policy variables
 */
export function readPolicyDocument(document: unknown, where: string): Statement[] {
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) {
    throw new Error(`${where}: this policy is not modelled.\n${z.prettifyError(parsed.error)}`);
  }
  return parsed.data.Statement.map((statement) => {
    const actions = patterns(statement.Action, statement.NotAction);
    if (actions === undefined) throw new Error(`${where}: a statement has neither Action nor NotAction.`);
    const resources = patterns(statement.Resource, statement.NotResource);
    const variable = [...actions.patterns, ...(resources?.patterns ?? [])].find((text) =>
      text.includes('${'),
    );
    if (variable !== undefined) {
      throw new Error(`${where}: policy variables are not modelled ("${variable}").`);
    }
    return {
      effect: statement.Effect,
      actions,
      ...(resources === undefined ? {} : { resources }),
      ...(statement.Principal === undefined ? {} : { principal: principalOf(statement.Principal) }),
      conditions: readConditions(statement.Condition ?? {}, where),
    };
  });
}

function patterns(positive: string[] | undefined, negative: string[] | undefined): PatternList | undefined {
  if (positive !== undefined) return { not: false, patterns: positive };
  return negative === undefined ? undefined : { not: true, patterns: negative };
}

function principalOf(
  principal: '*' | { AWS?: string[] | undefined; Service?: string[] | undefined },
): StatementPrincipal {
  if (principal === '*' || principal.AWS?.includes('*')) return '*';
  return { aws: principal.AWS ?? [], services: principal.Service ?? [] };
}
