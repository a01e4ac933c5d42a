import { conditionsHold, type RequestContext } from './conditions.ts';
import { matchesWildcard } from './matches-wildcard.ts';
import type { PatternList, Statement } from './policy-document.ts';

/** A call to be decided on. */
export interface AccessRequest {
  readonly principal:
    | { readonly kind: 'role'; readonly arn: string; readonly accountRootArn: string }
    | { readonly kind: 'service'; readonly name: string };
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

export type Decision = 'allowed' | 'explicit-deny' | 'implicit-deny';

/**
 * Decides as IAM does inside one account: an explicit Deny anywhere wins; else one Allow in an identity or
 * resource policy is enough. A service has no identity policies.
 */
export function evaluatePolicies(
  request: AccessRequest,
  identityStatements: readonly Statement[],
  resourceStatements: readonly Statement[],
): Decision {
  const applying = [
    ...identityStatements.filter((statement) => applies(statement, request)),
    ...resourceStatements.filter(
      (statement) => speaksOf(statement, request.principal) && applies(statement, request),
    ),
  ];
  if (applying.some(({ effect }) => effect === 'Deny')) return 'explicit-deny';
  return applying.length > 0 ? 'allowed' : 'implicit-deny';
}

function applies(statement: Statement, { action, resource, context }: AccessRequest): boolean {
  return (
    // Actions are compared without regard to case, ARNs with it.
    inList(lowerCase(statement.actions), action.toLowerCase()) &&
    (statement.resources === undefined || inList(statement.resources, resource)) &&
    conditionsHold(statement.conditions, context)
  );
}

/**
 * Whether a resource policy's statement is about the caller. Naming the account (its root) only denies: an
 * Allow for the account leaves the decision to the identity policies.
 */
function speaksOf({ principal, effect }: Statement, caller: AccessRequest['principal']): boolean {
  if (principal === undefined) return false;
  if (principal === '*') return true;
  return caller.kind === 'service'
    ? principal.services.includes(caller.name)
    : principal.aws.some((arn) => arn === caller.arn || (arn === caller.accountRootArn && effect === 'Deny'));
}

function inList({ not, patterns }: PatternList, text: string): boolean {
  return patterns.some((pattern) => matchesWildcard(pattern, text)) !== not;
}

function lowerCase({ not, patterns }: PatternList): PatternList {
  return { not, patterns: patterns.map((pattern) => pattern.toLowerCase()) };
}
