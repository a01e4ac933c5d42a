import { randomInt } from 'node:crypto';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../location.ts';
import type { StoredSecret } from './secret-store.ts';

const SUFFIX_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SUFFIX_LENGTH = 6;

/**
 * A secret without a value. Its ARN ends in six random characters, drawn here once: policies that name the
 * bare name instead of `<name>-??????` fail here as they do on AWS.
 */
export function newSecret(name: string, nowSeconds: number): StoredSecret {
  const suffix = Array.from(
    { length: SUFFIX_LENGTH },
    () => SUFFIX_CHARACTERS[randomInt(SUFFIX_CHARACTERS.length)],
  );
  return {
    name,
    arn: `${secretArn(name)}-${suffix.join('')}`,
    createdSeconds: nowSeconds,
    changedSeconds: nowSeconds,
    tags: [],
    versions: [],
  };
}

/** The ARN of a secret up to its random suffix. */
export function secretArn(name: string): string {
  return `arn:aws:secretsmanager:${LOCAL_REGION}:${LOCAL_ACCOUNT}:secret:${name}`;
}
