import { createHmac } from 'node:crypto';
import type { Credentials, FindPrincipal, Principal } from '../principal.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Issues key pairs that stay the same as long as the master secret does. */
export interface AccessKeys {
  /** The key pair of a principal, issued at the first call. */
  issue(who: Omit<Principal, 'accessKeyId'>): Credentials;
  readonly find: FindPrincipal;
}

/**
 * Key pairs derived from one secret of the data directory: nothing but that secret has to be stored, and
 * a client configured once keeps working after a restart.
 *
 * Access key ids have only capital letters and digits, because DynamoDB engines refuse others.
 */
export function accessKeys(masterSecret: string): AccessKeys {
  const issued = new Map<string, { readonly principal: Principal; readonly secretAccessKey: string }>();
  const derive = (text: string) => createHmac('sha256', masterSecret).update(text).digest();
  return {
    issue(who) {
      const identity = [who.kind, who.name, who.sourceArn ?? ''].join('\n');
      const accessKeyId = `LKIA${letters(derive(`id\n${identity}`), 16)}`;
      const secretAccessKey = derive(`secret\n${identity}`).toString('base64url').slice(0, 40);
      issued.set(accessKeyId, { principal: { ...who, accessKeyId }, secretAccessKey });
      return { accessKeyId, secretAccessKey };
    },
    find: (accessKeyId) => issued.get(accessKeyId),
  };
}

function letters(bytes: Buffer, length: number): string {
  return [...bytes.subarray(0, length)].map((byte) => ALPHABET[byte % ALPHABET.length] ?? '').join('');
}
