import { AwsServiceError } from '../aws-service-error.ts';
import { uriEncode } from '../signature/uri-encode.ts';

/** How keys are written in a listing: plain, or URL-encoded when the client asks for it. @throws InvalidArgument. */
export function listEncoding(query: ReadonlyMap<string, string>): (text: string) => string {
  const encoding = query.get('encoding-type');
  if (encoding === undefined) return (text) => text;
  if (encoding !== 'url') {
    throw new AwsServiceError('InvalidArgument', 'Invalid Encoding Method specified in Request');
  }
  return (text) => uriEncode(text).replaceAll('%2F', '/');
}
