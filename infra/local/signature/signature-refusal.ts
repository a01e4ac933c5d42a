import { AwsServiceError } from '../aws-service-error.ts';

/** Why a signature was refused, independent of the service that refuses it. */
export type RefusalReason =
  | 'unsigned'
  | 'malformed'
  | 'malformed-query'
  | 'unknown-key'
  | 'mismatch'
  | 'skewed'
  | 'expired';

const S3_CODES: Record<RefusalReason, readonly [code: string, status: number]> = {
  unsigned: ['AccessDenied', 403],
  malformed: ['AuthorizationHeaderMalformed', 400],
  'malformed-query': ['AuthorizationQueryParametersError', 400],
  'unknown-key': ['InvalidAccessKeyId', 403],
  mismatch: ['SignatureDoesNotMatch', 403],
  skewed: ['RequestTimeTooSkewed', 403],
  expired: ['AccessDenied', 403],
};

const OTHER_CODES: Record<RefusalReason, readonly [code: string, status: number]> = {
  unsigned: ['MissingAuthenticationTokenException', 400],
  malformed: ['IncompleteSignatureException', 400],
  'malformed-query': ['IncompleteSignatureException', 400],
  'unknown-key': ['UnrecognizedClientException', 400],
  mismatch: ['InvalidSignatureException', 400],
  skewed: ['InvalidSignatureException', 400],
  expired: ['InvalidSignatureException', 400],
};

/** The error a service answers for a refused signature: S3 has codes of its own, the JSON services share theirs. */
export function signatureRefusal(
  service: string,
  reason: RefusalReason,
  message: string,
  fields: Readonly<Record<string, string>> = {},
): AwsServiceError {
  const [code, status] = (service === 's3' ? S3_CODES : OTHER_CODES)[reason];
  return new AwsServiceError(code, message, status, fields);
}
