import { AwsServiceError } from '../aws-service-error.ts';
import { type ChecksumAlgorithm, checksumAlgorithm } from './checksum/checksum-algorithm.ts';

/** Reads x-amz-checksum-algorithm. @throws {AwsServiceError} InvalidRequest for one that is not known. */
export function requestedAlgorithm(headers: ReadonlyMap<string, string>): ChecksumAlgorithm | undefined {
  const name = headers.get('x-amz-checksum-algorithm');
  if (name === undefined) return undefined;
  const algorithm = checksumAlgorithm(name);
  if (algorithm === undefined) {
    throw new AwsServiceError('InvalidRequest', `The local S3 cannot compute the checksum "${name}".`);
  }
  return algorithm;
}
