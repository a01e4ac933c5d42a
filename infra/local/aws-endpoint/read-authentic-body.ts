import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AwsServiceError } from '../aws-service-error.ts';
import { readBody } from '../listener/read-body.ts';
import type { FindPrincipal, Principal } from '../principal.ts';
import { verifySignature } from '../signature/verify-signature.ts';

/** A body that is the one its sender signed, and the sender. */
export interface AuthenticBody {
  readonly body: Buffer;
  readonly principal: Principal;
}

/**
 * Reads a request's body and finds who sent it.
 *
 * The digest is compared even where the signature vouches for something weaker: a caller may have signed for
 * S3, where a body can stay unsigned, and these services never take such a body.
 *
 * @throws AwsServiceError RequestEntityTooLargeException (413) beyond `maximumBytes`; for a missing, wrong or
 *   stale signature, an unknown key, or a body other than the signed one.
 */
export async function readAuthenticBody(
  request: IncomingMessage,
  maximumBytes: number,
  find: FindPrincipal,
): Promise<AuthenticBody> {
  const body = await readBody(request, maximumBytes);
  if (body === undefined) {
    throw new AwsServiceError(
      'RequestEntityTooLargeException',
      `The request body is too large; at most ${maximumBytes} bytes are accepted.`,
      413,
    );
  }
  const { principal, signedPayloadHash } = verifySignature(request, find, new Date(), body);
  if (signedPayloadHash !== createHash('sha256').update(body).digest('hex')) {
    throw new AwsServiceError(
      'InvalidSignatureException',
      'The body that arrived is not the one that was signed (its SHA-256 differs from the signed one).',
    );
  }
  return { body, principal };
}
