import { AwsServiceError } from '../aws-service-error.ts';
import { LOCAL_ACCOUNT } from '../location.ts';

/** Headers that ask for something the local S3 does not do, whatever their value. */
const REFUSED = [
  /^x-amz-(copy-source-)?server-side-encryption-customer-/,
  /^x-amz-server-side-encryption-(aws-kms|context|bucket-key)/,
  /^x-amz-object-lock-/,
  /^x-amz-bypass-governance-retention$/,
  /^x-amz-website-redirect-location$/,
  /^x-amz-write-offset-bytes$/,
  /^x-amz-rename-/,
  /^x-amz-grant-/,
  /^x-amz-mfa$/,
  /^x-amz-if-match-/,
];

/** Headers taken only with the value that describes what the local S3 does anyway. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  'x-amz-acl': ['private', 'bucket-owner-full-control', 'bucket-owner-read'],
  'x-amz-storage-class': ['STANDARD'],
  'x-amz-server-side-encryption': ['AES256'],
};

/**
 * Refuses headers (or form fields) whose effect would silently be missing.
 * @throws {AwsServiceError} NotImplemented (501) naming the header; AccessDenied for another bucket owner.
 */
export function refuseUnmodelledHeaders(headers: ReadonlyMap<string, string>): void {
  for (const [name, value] of headers) {
    const allowed = ONLY[name];
    const refused =
      allowed === undefined ? REFUSED.some((pattern) => pattern.test(name)) : !allowed.includes(value);
    if (refused) {
      const message = `The local S3 does not implement the header ${name} with this value.`;
      throw new AwsServiceError('NotImplemented', message, 501, { Header: name });
    }
  }
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    const owner = headers.get(name);
    if (owner !== undefined && owner !== LOCAL_ACCOUNT) {
      throw new AwsServiceError('AccessDenied', `The bucket belongs to the account ${LOCAL_ACCOUNT}.`, 403);
    }
  }
}
