import { parseAmzDate } from './amz-date.ts';
import { parseCredential } from './credential-scope.ts';
import type { SignatureClaim } from './signature-claim.ts';
import { signatureRefusal } from './signature-refusal.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** A presigned request may live seven days at most. */
const MAXIMUM_EXPIRES_SECONDS = 604_800;

interface RawClaim {
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly amzDate: string | undefined;
  readonly expires?: string | undefined;
}

function claimFrom(form: SignatureClaim['form'], raw: RawClaim, service: string): SignatureClaim {
  const refuse = (what: string) =>
    signatureRefusal(service, form === 'query' ? 'malformed-query' : 'malformed', what);
  const credential = raw.credential === undefined ? undefined : parseCredential(raw.credential);
  if (credential === undefined) {
    throw refuse('The credential must be <access key id>/<yyyymmdd>/<region>/<service>/aws4_request.');
  }
  if (!raw.signature || !raw.signedHeaders) throw refuse('Signature and SignedHeaders are required.');
  const signedAt = raw.amzDate === undefined ? undefined : parseAmzDate(raw.amzDate);
  if (signedAt === undefined || raw.amzDate === undefined) {
    throw refuse('A valid X-Amz-Date is required (20261122T102501Z).');
  }
  if (!raw.amzDate.startsWith(credential.scope.day)) {
    throw refuse('The day of the credential does not match X-Amz-Date.');
  }
  const claim = {
    form,
    ...credential,
    signedHeaders: raw.signedHeaders.split(';').map((name) => name.toLowerCase()),
    signature: raw.signature,
    amzDate: raw.amzDate,
    signedAt,
  };
  if (!claim.signedHeaders.includes('host')) throw refuse('The host header must be signed.');
  if (form === 'header') return claim;
  const expiresSeconds = /^\d{1,7}$/.test(raw.expires ?? '') ? Number(raw.expires) : 0;
  if (expiresSeconds < 1 || expiresSeconds > MAXIMUM_EXPIRES_SECONDS) {
    throw refuse(`X-Amz-Expires must be between 1 and ${MAXIMUM_EXPIRES_SECONDS} seconds.`);
  }
  return { ...claim, expiresSeconds };
}

/** Reads an Authorization header; @throws AwsServiceError when it is not a well-formed SigV4 header. */
export function readHeaderClaim(authorization: string, amzDate: string | undefined): SignatureClaim {
  const service = /\/([^/\s]+)\/aws4_request/.exec(authorization)?.[1] ?? 's3';
  if (!authorization.startsWith(`${ALGORITHM} `)) {
    throw signatureRefusal(service, 'malformed', `Only ${ALGORITHM} signatures are accepted.`);
  }
  const parts = new Map<string, string>();
  for (const piece of authorization.slice(ALGORITHM.length).split(',')) {
    const equals = piece.indexOf('=');
    if (equals > 0) parts.set(piece.slice(0, equals).trim(), piece.slice(equals + 1).trim());
  }
  const raw = {
    credential: parts.get('Credential'),
    signedHeaders: parts.get('SignedHeaders'),
    signature: parts.get('Signature'),
    amzDate,
  };
  return claimFrom('header', raw, service);
}

/** Reads the X-Amz-* parameters of a presigned URL; @throws AwsServiceError when they are malformed. */
export function readQueryClaim(query: readonly (readonly [string, string])[]): SignatureClaim {
  const value = (name: string) => query.find(([candidate]) => candidate === name)?.[1];
  const service = value('X-Amz-Credential')?.split('/').at(-2) ?? 's3';
  if (value('X-Amz-Algorithm') !== ALGORITHM) {
    throw signatureRefusal(service, 'malformed-query', `X-Amz-Algorithm must be ${ALGORITHM}.`);
  }
  const raw = {
    credential: value('X-Amz-Credential'),
    signedHeaders: value('X-Amz-SignedHeaders'),
    signature: value('X-Amz-Signature'),
    amzDate: value('X-Amz-Date'),
    expires: value('X-Amz-Expires'),
  };
  return claimFrom('query', raw, service);
}
