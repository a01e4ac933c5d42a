import { createHmac } from 'node:crypto';
import type { FindPrincipal, Principal } from '../principal.ts';
import { parseCredential } from './credential-scope.ts';
import { equalInConstantTime } from './equal-in-constant-time.ts';
import { signatureRefusal } from './signature-refusal.ts';
import { signingKey } from './signing-key.ts';

/**
 * Checks the signature of a browser form upload, where the base64 policy itself is the string to sign.
 * `field` gives a form field by its lower-case name.
 * Source: "Browser-based uploads using POST: calculating a signature".
 * @throws {AwsServiceError} AccessDenied without policy or signature, InvalidAccessKeyId, SignatureDoesNotMatch.
 */
export function verifyPolicySignature(
  field: (name: string) => string | undefined,
  find: FindPrincipal,
): Principal {
  const policy = field('policy');
  const signature = field('x-amz-signature');
  const credential = parseCredential(field('x-amz-credential') ?? '');
  if (policy === undefined || signature === undefined) {
    throw signatureRefusal('s3', 'unsigned', 'Access Denied: the form carries no signed policy.');
  }
  if (credential === undefined || credential.scope.service !== 's3') {
    throw signatureRefusal('s3', 'malformed', 'The form field x-amz-credential is missing or malformed.');
  }
  if (field('x-amz-algorithm') !== 'AWS4-HMAC-SHA256') {
    throw signatureRefusal('s3', 'malformed', 'The form field x-amz-algorithm must be AWS4-HMAC-SHA256.');
  }
  const known = find(credential.accessKeyId);
  if (known === undefined) {
    const message = 'The AWS access key Id you provided does not exist in our records.';
    throw signatureRefusal('s3', 'unknown-key', message, { AWSAccessKeyId: credential.accessKeyId });
  }
  const key = signingKey(known.secretAccessKey, credential.scope);
  const expected = createHmac('sha256', key).update(policy).digest('hex');
  if (!equalInConstantTime(expected, signature)) {
    throw signatureRefusal('s3', 'mismatch', 'The signature of the form policy does not match.');
  }
  return known.principal;
}
