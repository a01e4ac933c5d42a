import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { JsonService } from '../aws-endpoint/json-service.ts';
import { AwsServiceError } from '../aws-service-error.ts';
import type { Authorize } from '../principal.ts';
import { generateSecretString } from './generate-secret-string.ts';
import { newSecret } from './new-secret.ts';
import { putVersion } from './put-version.ts';
import type { SecretConfig } from './secret-config.ts';
import { secretOperations } from './secret-operations.ts';
import { openSecretStore, type SecretStore } from './secret-store.ts';

/** What the local Secrets Manager is made of. */
export interface LocalSecretsManagerParts {
  /** Data directory; the secrets are one file in it, readable by its owner alone. */
  readonly directory: string;
  readonly authorize: Authorize;
  readonly now?: () => Date;
}

/** Secrets Manager, as the service "secretsmanager" of the AWS endpoint. */
export interface LocalSecretsManager extends JsonService {
  /**
   * Makes a secret of the template exist. A value is drawn or taken over at the first creation; later only a
   * changed `secretString` of the template replaces what is there, as a stack update would.
   */
  createSecret(config: SecretConfig): { readonly arn: string };
  /** The current value, for dynamic references in a template; undefined when there is none. */
  currentSecretString(nameOrArn: string): string | undefined;
}

/** Opens Secrets Manager on its data directory. Throws when the file there cannot be read. */
export function createLocalSecretsManager(parts: LocalSecretsManagerParts): LocalSecretsManager {
  const store = openSecretStore(join(parts.directory, 'secrets.json'));
  const nowSeconds = () => (parts.now?.() ?? new Date()).getTime() / 1000;
  return {
    createSecret: (config) => createFromTemplate(store, config, nowSeconds()),
    currentSecretString: (nameOrArn) =>
      store.find(nameOrArn)?.versions.find(({ stages }) => stages.includes('AWSCURRENT'))?.secretString,
    call: async (operation, body, principal) => {
      const run = secretOperations.get(operation);
      if (run === undefined) {
        throw new AwsServiceError(
          'UnknownOperationException',
          `The local cloud does not model the Secrets Manager operation ${operation}.`,
        );
      }
      return run({ store, authorize: parts.authorize, principal, nowSeconds: nowSeconds() }, body);
    },
  };
}

function createFromTemplate(
  store: SecretStore,
  config: SecretConfig,
  nowSeconds: number,
): { readonly arn: string } {
  const { secretString, generateSecretString: generate } = config;
  if (secretString !== undefined && generate !== undefined) {
    throw new Error(`The secret ${config.name} has both SecretString and GenerateSecretString; give one.`);
  }
  const existing = store.find(config.name);
  const secret = {
    ...(existing ?? newSecret(config.name, nowSeconds)),
    ...(config.description !== undefined && { description: config.description }),
  };
  const value =
    secretString ?? (existing === undefined && generate ? generateSecretString(generate) : undefined);
  const templateDigest =
    secretString === undefined ? undefined : createHash('sha256').update(secretString).digest('hex');
  const unchanged = templateDigest !== undefined && templateDigest === existing?.templateDigest;
  if (value === undefined || unchanged) {
    store.put(secret);
  } else {
    const version = {
      versionId: randomUUID(),
      stages: ['AWSCURRENT'],
      createdSeconds: nowSeconds,
      secretString: value,
    };
    store.put({ ...putVersion(secret, version), ...(templateDigest !== undefined && { templateDigest }) });
  }
  return { arn: secret.arn };
}
