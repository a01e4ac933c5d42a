import { AwsServiceError } from '../aws-service-error.ts';

/** The 404 of a key that no object has. */
export function noSuchKey(key: string): AwsServiceError {
  return new AwsServiceError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
}
