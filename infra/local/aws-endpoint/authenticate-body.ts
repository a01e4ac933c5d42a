import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AwsServiceError } from '../aws-service-error.ts';
import type { FindPrincipal, Principal } from '../principal.ts';
import { verifySignature } from '../signature/verify-signature.ts';

/**
 * Who sent this request: checks the signature, and that the body is the one that was signed.
 *
 * Botocore signs the body's digest without sending it as a header, except to S3; then the digest of what
 * arrived stands in for it, and a changed body shows as a wrong signature.
 *
 * @throws AwsServiceError for a missing, wrong or stale signature, an unknown key, or another body.
 */
export function authenticateBody(request: IncomingMessage, body: Buffer, find: FindPrincipal): Principal {
  const digest = createHash('sha256').update(body).digest('hex');
  request.headers['x-amz-content-sha256'] ??= digest;
  const { principal, signedPayloadHash } = verifySignature(request, find);
  if (signedPayloadHash !== digest) {
    throw new AwsServiceError(
      'InvalidSignatureException',
      'The body that arrived is not the one that was signed (its SHA-256 differs from x-amz-content-sha256).',
    );
  }
  return principal;
}
