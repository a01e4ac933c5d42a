import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** How long a secret that was read is used before it is read again: a rotated secret takes hold within this. */
const SECRET_CACHE_MS = 5 * 60_000;

/**
 * Reads one secret string lazily and keeps it for five minutes.
 *
 * A read that fails is not kept: the next call asks again, so that one hiccup of Secrets Manager does not
 * poison a warm function. Calls made while a read is under way share that read.
 *
 * @param secretId name or ARN of the secret.
 * @returns a function that answers the secret string. It throws what the SDK throws, or an Error when the
 *   secret holds no string.
 */
export function secretReader(secretId: string, client?: SecretsManagerClient): () => Promise<string> {
  let ownClient = client;
  let cached: { value: Promise<string>; readAt: number } | undefined;

  return () => {
    if (cached && Date.now() - cached.readAt < SECRET_CACHE_MS) return cached.value;
    ownClient ??= new SecretsManagerClient();
    const entry = { value: readSecret(ownClient, secretId), readAt: Date.now() };
    cached = entry;
    entry.value.catch(() => {
      if (cached === entry) cached = undefined;
    });
    return entry.value;
  };
}

async function readSecret(client: SecretsManagerClient, secretId: string): Promise<string> {
  const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (!answer.SecretString) {
    throw new Error(`The secret ${secretId} holds no text. Store the value as a plain secret string.`);
  }
  return answer.SecretString;
}
