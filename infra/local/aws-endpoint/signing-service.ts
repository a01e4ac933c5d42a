import type { IncomingMessage } from 'node:http';

/**
 * The service that a request was signed for ("s3", "dynamodb", "sts"), from the credential scope of the
 * Authorization header or of a presigned query; undefined for an unsigned request.
 */
export function signingService(request: IncomingMessage): string | undefined {
  const header = /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(
    request.headers.authorization ?? '',
  );
  if (header !== null) return header[1];
  const query = (request.url ?? '').split('?', 2)[1];
  if (query === undefined) return undefined;
  return new URLSearchParams(query).get('X-Amz-Credential')?.split('/')[3];
}
