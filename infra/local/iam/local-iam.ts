import { AwsServiceError } from '../aws-service-error.ts';
import { LOCAL_ACCOUNT } from '../location.ts';
import type { Authorize, Credentials, FindPrincipal, Principal } from '../principal.ts';
import { type AccessKeys, accessKeys } from './access-keys.ts';
import type { RequestContext } from './conditions.ts';
import { type AccessRequest, type Decision, evaluatePolicies } from './evaluate-policies.ts';
import { matchesWildcard } from './matches-wildcard.ts';
import type { Statement } from './policy-document.ts';

/** A role of the template with all its policies, inline and attached. */
export interface RoleConfig {
  readonly name: string;
  readonly statements: readonly Statement[];
  /** Who may assume it. */
  readonly trust: readonly Statement[];
}

/** A policy on a bucket, a queue, a topic or a function. */
export interface ResourcePolicyConfig {
  /** ARN of the resource it is attached to; the ARNs below it ("…/key") belong to it too. */
  readonly attachedTo: string;
  readonly statements: readonly Statement[];
}

export interface LocalIamOptions {
  readonly roles: readonly RoleConfig[];
  readonly resourcePolicies: readonly ResourcePolicyConfig[];
  /** Secret that all key pairs are derived from. */
  readonly masterSecret: string;
  readonly onDenial?: (denial: Denial) => void;
  readonly now?: () => Date;
}

/** A call that was refused. */
export interface Denial {
  readonly time: string;
  /** Role name, service principal or "operator". */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
}

export interface LocalIam {
  /** The key pair with all rights, for the person at the machine. */
  readonly operator: Credentials;
  credentialsOfRole(roleName: string): Credentials;
  credentialsOfService(name: string, sourceArn?: string): Credentials;
  readonly findPrincipal: FindPrincipal;
  readonly authorize: Authorize;
  /** Whether `authorize` would allow it; leaves no denial behind. */
  isAllowed(principal: Principal, action: string, resource: string): boolean;
  /** Role as a principal, for calls that a service makes on behalf of the role. */
  rolePrincipal(roleName: string): Principal;
  servicePrincipal(name: string, sourceArn?: string): Principal;
  /** Whether the role trusts a service, which assumes it for `sourceArn`. */
  mayAssume(roleName: string, service: string, sourceArn: string): boolean;
  /** Takes an action away from a role, as an explicit Deny on everything would. For tests of missing grants. */
  revoke(roleName: string, action: string): void;
  denials(): readonly Denial[];
}

const ROOT_ARN = `arn:aws:iam::${LOCAL_ACCOUNT}:root`;
const ALLOW_ALL: Statement = {
  effect: 'Allow',
  actions: { not: false, patterns: ['*'] },
  resources: { not: false, patterns: ['*'] },
  conditions: [],
};

/** Identities, their keys, and the decision on every call. */
export function createLocalIam(options: LocalIamOptions): LocalIam {
  const { roles, resourcePolicies, onDenial, now = () => new Date() } = options;
  const keys: AccessKeys = accessKeys(options.masterSecret);
  const byName = new Map(roles.map((role) => [role.name, role]));
  const revoked: { readonly roleName: string; readonly action: string }[] = [];
  const denials: Denial[] = [];

  const roleNamed = (name: string): RoleConfig => {
    const role = byName.get(name);
    if (role === undefined) throw new Error(`The role ${name} does not exist in the loaded templates.`);
    return role;
  };
  const issued = (who: Omit<Principal, 'accessKeyId'>): Principal => ({
    ...who,
    accessKeyId: keys.issue(who).accessKeyId,
  });
  const serviceIdentity = (name: string, sourceArn?: string) => ({
    kind: 'service' as const,
    name,
    ...(sourceArn === undefined ? {} : { sourceArn }),
  });

  const decide = (
    principal: Principal,
    action: string,
    resource: string,
    context: RequestContext = {},
  ): Decision => {
    const isRevoked = revoked.some(
      (entry) => entry.roleName === principal.name && matchesWildcard(entry.action, action),
    );
    if (principal.kind === 'role' && isRevoked) return 'implicit-deny';
    return evaluatePolicies(
      accessRequest(principal, action, resource, context),
      identityStatements(principal, byName),
      resourcePolicies
        .filter(({ attachedTo }) => resource === attachedTo || resource.startsWith(`${attachedTo}/`))
        .flatMap(({ statements }) => statements),
    );
  };

  return {
    operator: keys.issue({ kind: 'operator', name: 'operator' }),
    credentialsOfRole: (roleName) => keys.issue({ kind: 'role', name: roleNamed(roleName).name }),
    credentialsOfService: (name, sourceArn) => keys.issue(serviceIdentity(name, sourceArn)),
    findPrincipal: keys.find,
    rolePrincipal: (roleName) => issued({ kind: 'role', name: roleNamed(roleName).name }),
    servicePrincipal: (name, sourceArn) => issued(serviceIdentity(name, sourceArn)),
    authorize(principal, action, resource, context) {
      const decision = decide(principal, action, resource, context);
      if (decision === 'allowed') return;
      const message = denialMessage(principal, action, resource, decision);
      const denial = { time: now().toISOString(), principal: principal.name, action, resource, message };
      denials.push(denial);
      onDenial?.(denial);
      throw new AwsServiceError('AccessDenied', message, 403);
    },
    isAllowed: (principal, action, resource) => decide(principal, action, resource) === 'allowed',
    mayAssume(roleName, service, sourceArn) {
      const { trust } = roleNamed(roleName);
      const request = accessRequest(
        issued(serviceIdentity(service, sourceArn)),
        'sts:AssumeRole',
        roleArn(roleName),
      );
      return evaluatePolicies(request, [], trust) === 'allowed';
    },
    revoke(roleName, action) {
      revoked.push({ roleName: roleNamed(roleName).name, action });
    },
    denials: () => [...denials],
  };
}

function identityStatements(
  principal: Principal,
  roles: ReadonlyMap<string, RoleConfig>,
): readonly Statement[] {
  switch (principal.kind) {
    case 'operator':
      return [ALLOW_ALL];
    case 'role':
      return roles.get(principal.name)?.statements ?? [];
    case 'service':
      return [];
  }
}

function accessRequest(
  principal: Principal,
  action: string,
  resource: string,
  ofService: RequestContext = {},
): AccessRequest {
  // Requests count as TLS: the local endpoint stands for the one of AWS, which people reach over TLS.
  const context: RequestContext = {
    ...ofService,
    'aws:SecureTransport': 'true',
    ...(principal.kind === 'service' ? { 'aws:SourceAccount': LOCAL_ACCOUNT } : {}),
    ...(principal.sourceArn === undefined ? {} : { 'aws:SourceArn': principal.sourceArn }),
  };
  return {
    principal:
      principal.kind === 'service'
        ? { kind: 'service', name: principal.name }
        : { kind: 'role', arn: roleArn(principal.name), accountRootArn: ROOT_ARN },
    action,
    resource,
    context,
  };
}

function roleArn(name: string): string {
  return `arn:aws:iam::${LOCAL_ACCOUNT}:role/${name}`;
}

/** In substance what AWS says: who, what, on what, and whether anything forbids it or nothing allows it. */
function denialMessage(principal: Principal, action: string, resource: string, decision: Decision): string {
  const who =
    principal.kind === 'service'
      ? `Service: ${principal.name}`
      : `User: arn:aws:sts::${LOCAL_ACCOUNT}:assumed-role/${principal.name}/local`;
  const why =
    decision === 'explicit-deny'
      ? 'with an explicit deny in a policy'
      : principal.kind === 'service'
        ? `because no resource-based policy allows the ${action} action`
        : `because no identity-based policy allows the ${action} action`;
  return `${who} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}
