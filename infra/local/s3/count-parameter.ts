import { AwsServiceError } from '../aws-service-error.ts';

/** Reads a count such as max-keys, at most `maximum`, which is also the default. @throws InvalidArgument. */
export function countParameter(query: ReadonlyMap<string, string>, name: string, maximum = 1000): number {
  const text = query.get(name);
  if (text === undefined || text === '') return maximum;
  if (!/^\d{1,9}$/.test(text)) {
    throw new AwsServiceError('InvalidArgument', `Provided ${name} not an integer or within integer range`);
  }
  return Math.min(Number(text), maximum);
}
