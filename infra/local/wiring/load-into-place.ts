import { createLocalIam, type LocalIam } from '../iam/local-iam.ts';
import {
  createLocalSecretsManager,
  type LocalSecretsManager,
} from '../secrets-manager/local-secrets-manager.ts';
import { loadStacks } from '../template/load-stacks.ts';
import type { LoadedStacks } from '../template/loaded-stacks.ts';
import type { AssemblyStack } from '../template/read-assembly.ts';
import type { AddressBook } from './address-book.ts';
import { resourcePolicyConfigs, roleConfigs } from './iam-configs.ts';
import { masterSecret } from './master-secret.ts';
import { secretConfigs } from './storage-configs.ts';

export interface LoadIntoPlaceOptions {
  readonly assembly: readonly AssemblyStack[];
  readonly parameters: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly addresses: AddressBook;
  readonly dataDirectory: string;
  readonly log: (line: string) => void;
}

/** Templates with nothing left to resolve, and what had to exist for that. */
export interface Place {
  readonly stacks: LoadedStacks;
  readonly iam: LocalIam;
  readonly secretsManager: LocalSecretsManager;
}

/**
 * Resolves the templates for this machine: local addresses instead of domains, and the real ARNs of
 * secrets, whose random ends are drawn when they are first created.
 */
export function loadIntoPlace(options: LoadIntoPlaceOptions): Place {
  const { assembly, parameters, addresses, dataDirectory, log } = options;
  const resolved = loadStacks({ stacks: assembly, parameters }).rewritten(addresses.rewrite);
  // Secrets Manager needs to authorize calls, and the policies need the ARNs of the secrets.
  const iam: { current?: LocalIam } = {};
  const secretsManager = createLocalSecretsManager({
    directory: dataDirectory,
    authorize: (principal, action, resource) => iam.current?.authorize(principal, action, resource),
  });
  const secretArns = secretConfigs(resolved).map(({ referencedArn, config }) => ({
    referencedArn,
    arn: secretsManager.createSecret(config).arn,
  }));
  const stacks = resolved.rewritten((text) =>
    secretArns.reduce((rewritten, { referencedArn, arn }) => rewritten.replaceAll(referencedArn, arn), text),
  );
  iam.current = createLocalIam({
    roles: roleConfigs(stacks),
    resourcePolicies: resourcePolicyConfigs(stacks),
    masterSecret: masterSecret(dataDirectory),
    onDenial: ({ message }) => log(`AccessDenied: ${message}`),
  });
  return { stacks, iam: iam.current, secretsManager };
}
