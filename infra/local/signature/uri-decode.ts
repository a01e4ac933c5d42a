import { AwsServiceError } from '../aws-service-error.ts';

/**
 * Undoes percent-encoding of one path or query piece.
 * @throws {AwsServiceError} InvalidURI when an escape is broken or the bytes are not UTF-8.
 */
export function uriDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsServiceError('InvalidURI', "Couldn't parse the specified URI.", 400);
  }
}
