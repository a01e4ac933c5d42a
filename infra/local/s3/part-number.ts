import { AwsServiceError } from '../aws-service-error.ts';

/** Reads ?partNumber=. @throws {AwsServiceError} InvalidArgument outside 1 to 10,000. */
export function partNumber(query: ReadonlyMap<string, string>): number {
  const text = query.get('partNumber') ?? '';
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 10_000) {
    const message = 'Part number must be an integer between 1 and 10000, inclusive';
    throw new AwsServiceError('InvalidArgument', message, 400, {
      ArgumentName: 'partNumber',
      ArgumentValue: text,
    });
  }
  return number;
}
