import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AwsServiceError } from '../aws-service-error.ts';
import type { FindPrincipal, Principal } from '../principal.ts';
import { canonicalRequest } from './canonical-request.ts';
import type { ChunkSigningSeed } from './chunk-signer.ts';
import { scopeText } from './credential-scope.ts';
import { equalInConstantTime } from './equal-in-constant-time.ts';
import { parseQuery } from './parse-query.ts';
import { readHeaderClaim, readQueryClaim } from './read-signature-claim.ts';
import type { SignatureClaim } from './signature-claim.ts';
import { signatureRefusal } from './signature-refusal.ts';
import { signingKey } from './signing-key.ts';
import { splitTarget } from './split-target.ts';

/** How far the clocks of caller and service may be apart. */
const MAXIMUM_SKEW_MILLISECONDS = 15 * 60 * 1000;

/** What a verified signature vouches for. */
export interface VerifiedSignature {
  readonly principal: Principal;
  readonly form: 'header' | 'query';
  /** Signing name and region of the credential scope: the receiving service compares them with its own. */
  readonly service: string;
  readonly region: string;
  /**
   * What the signature says about the body: a SHA-256 in hexadecimal, "UNSIGNED-PAYLOAD" or a
   * "STREAMING-…" marker. Whoever reads the body must hold it against this.
   */
  readonly signedPayloadHash: string;
  /** For bodies whose chunks are signed one by one. */
  readonly chunkSeed: ChunkSigningSeed;
}

function refuseTime(claim: SignatureClaim, now: Date): void {
  const { service } = claim.scope;
  const age = now.getTime() - claim.signedAt.getTime();
  if (claim.expiresSeconds === undefined) {
    if (Math.abs(age) <= MAXIMUM_SKEW_MILLISECONDS) return;
    const fields = { RequestTime: claim.amzDate, ServerTime: now.toISOString() };
    const message = 'The difference between the request time and the current time is too large.';
    throw signatureRefusal(service, 'skewed', message, fields);
  }
  const expires = new Date(claim.signedAt.getTime() + claim.expiresSeconds * 1000);
  if (age < -MAXIMUM_SKEW_MILLISECONDS) {
    throw signatureRefusal(service, 'expired', 'Request is not valid yet', { ServerTime: now.toISOString() });
  }
  if (now >= expires) {
    const fields = { Expires: expires.toISOString(), ServerTime: now.toISOString() };
    throw signatureRefusal(service, 'expired', 'Request has expired', fields);
  }
}

/** S3 wants every x-amz-* header signed; the payload hash is signed by being part of the canonical request. */
function refuseUnsignedHeaders(request: IncomingMessage, claim: SignatureClaim): void {
  if (claim.scope.service !== 's3') return;
  const unsigned = Object.keys(request.headers).filter(
    (name) =>
      name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !claim.signedHeaders.includes(name),
  );
  if (unsigned.length === 0) return;
  const message = 'There were headers present in the request which were not signed';
  throw signatureRefusal('s3', 'unsigned', message, { HeadersNotSigned: unsigned.join(', ') });
}

function readClaim(request: IncomingMessage, query: readonly (readonly [string, string])[]): SignatureClaim {
  const { authorization } = request.headers;
  const presigned = query.some(([name]) => name === 'X-Amz-Signature' || name === 'X-Amz-Credential');
  if (authorization !== undefined && presigned) {
    throw signatureRefusal('s3', 'malformed', 'Only one auth mechanism allowed.');
  }
  if (presigned) return readQueryClaim(query);
  if (authorization !== undefined) {
    return readHeaderClaim(authorization, request.headersDistinct['x-amz-date']?.[0]);
  }
  if (query.some(([name]) => name === 'AWSAccessKeyId')) {
    const message =
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
    throw new AwsServiceError('InvalidRequest', message);
  }
  const service = request.headers['x-amz-target'] === undefined ? 's3' : 'json';
  throw signatureRefusal(service, 'unsigned', 'Access Denied: the request is not signed.');
}

/**
 * The payload hash the caller put into its canonical request. S3 callers say it in x-amz-content-sha256;
 * for the other services it is the hash of the body itself, which the caller of this function has read.
 */
function payloadHashOf(
  request: IncomingMessage,
  claim: SignatureClaim,
  body: Uint8Array | undefined,
  query: readonly (readonly [string, string])[],
): string {
  const { service } = claim.scope;
  const stated = request.headersDistinct['x-amz-content-sha256']?.[0];
  if (service === 's3') {
    const inQuery = query.find(([name]) => name === 'X-Amz-Content-Sha256')?.[1];
    if (stated !== undefined) return stated;
    if (claim.form === 'query') return inQuery ?? 'UNSIGNED-PAYLOAD';
    throw signatureRefusal(
      's3',
      'malformed',
      'Missing required header for this request: x-amz-content-sha256',
    );
  }
  if (body === undefined) return stated ?? createHash('sha256').digest('hex');
  const actual = createHash('sha256').update(body).digest('hex');
  if (stated !== undefined && stated !== actual) {
    throw signatureRefusal(service, 'mismatch', 'The body does not match x-amz-content-sha256.');
  }
  return actual;
}

/**
 * Checks the SigV4 signature of a request, given as an Authorization header or as a presigned query, and
 * says who sent it. Nothing of the body is read: hold it against `signedPayloadHash` (S3), or pass the
 * `body` already read (the JSON services, whose clients may leave the hash out of the headers).
 *
 * @throws {AwsServiceError} with the code the named service uses: unsigned, malformed, unknown key,
 *   mismatch, clock skew over 15 minutes, expired presigned URL.
 */
export function verifySignature(
  request: IncomingMessage,
  find: FindPrincipal,
  now: Date = new Date(),
  body?: Uint8Array,
): VerifiedSignature {
  const { rawPath, rawQuery } = splitTarget(request.url ?? '/');
  const query = parseQuery(rawQuery);
  const claim = readClaim(request, query);
  const { service, region } = claim.scope;
  const known = find(claim.accessKeyId);
  if (known === undefined) {
    const message = 'The AWS access key Id you provided does not exist in our records.';
    throw signatureRefusal(service, 'unknown-key', message, { AWSAccessKeyId: claim.accessKeyId });
  }
  const signedPayloadHash = payloadHashOf(request, claim, body, query);
  const canonical = canonicalRequest({
    method: request.method ?? 'GET',
    rawPath,
    rawQuery,
    headers: request.headersDistinct,
    signedHeaders: claim.signedHeaders,
    payloadHash: signedPayloadHash,
    service,
  });
  const scope = scopeText(claim.scope);
  const key = signingKey(known.secretAccessKey, claim.scope);
  const canonicalHash = createHash('sha256').update(canonical).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', claim.amzDate, scope, canonicalHash].join('\n');
  const expected = createHmac('sha256', key).update(toSign).digest('hex');
  if (!equalInConstantTime(expected, claim.signature)) {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
    throw signatureRefusal(service, 'mismatch', message);
  }
  refuseTime(claim, now);
  refuseUnsignedHeaders(request, claim);
  const chunkSeed = { key, scope, amzDate: claim.amzDate, signature: expected };
  return { principal: known.principal, form: claim.form, service, region, signedPayloadHash, chunkSeed };
}
