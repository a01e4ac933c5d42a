import { AwsServiceError } from '../aws-service-error.ts';

const MAXIMUM_KEY_BYTES = 1024;

/** @throws {AwsServiceError} KeyTooLongError for a key of more than 1,024 bytes of UTF-8. */
export function requireKey(key: string): string {
  const bytes = Buffer.byteLength(key, 'utf8');
  if (bytes > MAXIMUM_KEY_BYTES) {
    throw new AwsServiceError('KeyTooLongError', 'Your key is too long', 400, {
      Size: String(bytes),
      MaxSizeAllowed: String(MAXIMUM_KEY_BYTES),
    });
  }
  return key;
}
