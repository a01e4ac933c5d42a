import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { LocalCloud } from '../../infra/local/local-cloud.ts';
import { clientSettings } from '../../infra/start/client-settings.ts';
import { output } from '../../infra/start/output.ts';

/** The api_token of the account that comes with the Engine. */
export async function readOwnerToken(cloud: LocalCloud): Promise<string> {
  const secrets = new SecretsManagerClient(clientSettings(cloud));
  const SecretId = output(cloud, 'Engine', 'OwnerTokenSecretArn');
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  if (SecretString === undefined) throw new Error('The owner has no token.');
  return SecretString;
}
